using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>What a member of the classic protocol, in a group of the new one, has said when it joined.</summary>
/// <param name="Protocols">In its order of preference, each with its subscription; never empty.</param>
internal sealed record ClassicProtocols(int SessionTimeoutMs, JoinGroupRequest.JoinGroupRequestProtocol[] Protocols)
{
    public bool Supports(string name) => Array.Exists(Protocols, protocol => protocol.Name == name);

    public bool IsSame(ClassicProtocols? other)
    {
        if (other is null || other.SessionTimeoutMs != SessionTimeoutMs || other.Protocols.Length != Protocols.Length) return false;
        for (var i = 0; i < Protocols.Length; i++)
        {
            if (Protocols[i].Name != other.Protocols[i].Name) return false;
            if (!Protocols[i].Metadata.AsSpan().SequenceEqual(other.Protocols[i].Metadata)) return false;
        }

        return true;
    }
}
