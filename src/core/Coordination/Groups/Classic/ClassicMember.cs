using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Classic;

/// <summary>One member of a classic group.</summary>
internal sealed class ClassicMember(string id, string? instanceId, string clientId, string clientHost, Action<ClassicMember, Decision> onSessionDue)
{
    private readonly Action<ClassicMember, Decision> _onSessionDue = onSessionDue;
    private Deadline? _session;

    public string Id { get; } = id;

    /// <summary>Set for a static member (KIP-345).</summary>
    public string? InstanceId { get; } = instanceId;

    /// <summary>The group it is in; null once it has left or a new incarnation has taken its place.</summary>
    public ClassicGroup? Group { get; set; }

    public string ClientId { get; } = clientId;
    public string ClientHost { get; } = clientHost;
    public int RebalanceTimeoutMs { get; set; }
    public int SessionTimeoutMs { get; set; }

    /// <summary>What it can assign by, in its order of preference, with its subscription for each.</summary>
    public JoinGroupRequest.JoinGroupRequestProtocol[] Protocols { get; set; } = [];

    public byte[] Assignment { get; set; } = [];

    /// <summary>The JoinGroup that waits for the next generation.</summary>
    public long? JoinToken { get; set; }

    /// <summary>The SyncGroup that waits for the leader's assignment.</summary>
    public long? SyncToken { get; set; }

    /// <summary>It has not been told its member id by a JoinGroup response and cannot send heartbeats yet.</summary>
    public bool IsNew { get; set; }

    public Deadline Session => _session ??= new(decision => _onSessionDue(this, decision));

    public bool IsStatic => InstanceId is not null;
    public bool IsAwaitingJoin => JoinToken is not null;

    /// <summary>A member that waits for an answer of ours cannot send heartbeats; one whose first answer is overdue is gone.</summary>
    public bool IsExcusedFromHeartbeats => !IsNew && (JoinToken is not null || SyncToken is not null);

    public bool Supports(string protocol) => Array.Exists(Protocols, candidate => candidate.Name == protocol);

    public byte[] MetadataFor(string protocol)
    {
        foreach (var candidate in Protocols)
            if (candidate.Name == protocol) return candidate.Metadata;
        return [];
    }

    public bool HasSameProtocols(JoinGroupRequest.JoinGroupRequestProtocol[] others)
    {
        if (others.Length != Protocols.Length) return false;
        for (var i = 0; i < others.Length; i++)
            if (others[i].Name != Protocols[i].Name || !others[i].Metadata.AsSpan().SequenceEqual(Protocols[i].Metadata)) return false;
        return true;
    }

    /// <summary>The same member under the id its new incarnation was given.</summary>
    public ClassicMember WithId(string newId, string newClientId, string newClientHost) =>
        new(newId, InstanceId, newClientId, newClientHost, _onSessionDue)
        {
            RebalanceTimeoutMs = RebalanceTimeoutMs,
            SessionTimeoutMs = SessionTimeoutMs,
            Protocols = Protocols,
            Assignment = Assignment,
        };
}
