using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

/// <summary>A coordinator with its log and a clock of its own: every decision's records are applied at once, as live.</summary>
internal sealed class GroupScenario
{
    public const string GroupId = "g";
    public const string Client = "client";

    private readonly Dictionary<long, (object Response, IReadOnlyDictionary<string, Uuid> TopicIds)> _answers = [];
    private readonly Decision _decision = new();
    private long _lastToken;
    private int _lastGuid;

    public GroupScenario(GroupCoordinatorOptions? options = null)
    {
        Options = options ?? new GroupCoordinatorOptions { InitialRebalanceDelayMs = 0 };
        Coordinator = new GroupCoordinator(Options, NextGuid, Cluster);
        Decide(Coordinator.OnLoaded);
    }

    public GroupCoordinatorOptions Options { get; }
    public GroupCoordinator Coordinator { get; private set; }
    public TestCluster Cluster { get; } = new();
    public List<CoordinatorRecord> Log { get; } = [];
    public long NowMs { get; private set; } = 1_700_000_000_000;

    public static byte[] Subscription(params string[] topics)
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(0);
        new ConsumerProtocolSubscription { Topics = topics }.Write(writer, 0);
        return buffer.Written.ToArray();
    }

    public static JoinGroupRequest.JoinGroupRequestProtocol Protocol(string name, params string[] topics) =>
        new() { Name = name, Metadata = Subscription(topics) };

    public static JoinGroupRequest JoinRequest(
        string memberId = "", string? instanceId = null, params JoinGroupRequest.JoinGroupRequestProtocol[] protocols) => new()
    {
        GroupId = GroupId,
        MemberId = memberId,
        GroupInstanceId = instanceId,
        SessionTimeoutMs = 10_000,
        RebalanceTimeoutMs = 60_000,
        ProtocolType = "consumer",
        Protocols = protocols.Length > 0 ? protocols : [Protocol("range", "t")],
    };

    /// <summary>Sends a JoinGroup and returns its token.</summary>
    public long SendJoin(JoinGroupRequest request, short version = 9)
    {
        var token = ++_lastToken;
        Decide(decision => Coordinator.JoinGroup(request, new JoiningClient(token, version, Client, "/127.0.0.1"), decision));
        return token;
    }

    public long SendJoin(string memberId, short version = 9) => SendJoin(JoinRequest(memberId), version);

    /// <summary>A JoinGroup that is answered at once.</summary>
    public JoinGroupResponse Join(JoinGroupRequest request, short version = 9) => Answer<JoinGroupResponse>(SendJoin(request, version));

    /// <summary>Asks for a member id as a client does before it joins.</summary>
    public string NewMemberId() => Join(JoinRequest()).MemberId;

    public long SendSync(string memberId, int generation, params (string MemberId, byte[] Assignment)[] assignments)
    {
        var token = ++_lastToken;
        var request = new SyncGroupRequest
        {
            GroupId = GroupId,
            MemberId = memberId,
            GenerationId = generation,
            Assignments = Array.ConvertAll(assignments, pair =>
                new SyncGroupRequest.SyncGroupRequestAssignment { MemberId = pair.MemberId, Assignment = pair.Assignment }),
        };
        Decide(decision => Coordinator.SyncGroup(request, token, decision));
        return token;
    }

    public SyncGroupResponse Sync(string memberId, int generation, params (string MemberId, byte[] Assignment)[] assignments) =>
        Answer<SyncGroupResponse>(SendSync(memberId, generation, assignments));

    public ErrorCode Heartbeat(string memberId, int generation, string? instanceId = null) => Decide(decision => Coordinator.Heartbeat(
        new HeartbeatRequest { GroupId = GroupId, MemberId = memberId, GenerationId = generation, GroupInstanceId = instanceId },
        decision).ErrorCode);

    public LeaveGroupResponse Leave(params (string MemberId, string? InstanceId)[] members) => Decide(decision => Coordinator.LeaveGroup(
        new LeaveGroupRequest
        {
            GroupId = GroupId,
            Members = Array.ConvertAll(members, member =>
                new LeaveGroupRequest.MemberIdentity { MemberId = member.MemberId, GroupInstanceId = member.InstanceId }),
        },
        5,
        decision));

    public ErrorCode Commit(
        long offset, string memberId = "", int generation = -1, string topic = "t", int partition = 0, short version = 9,
        string? metadata = null, long retentionMs = -1, string groupId = GroupId, Uuid topicId = default)
    {
        var request = new OffsetCommitRequest
        {
            GroupId = groupId,
            MemberId = memberId,
            GenerationIdOrMemberEpoch = generation,
            RetentionTimeMs = retentionMs,
            Topics =
            [
                new OffsetCommitRequest.OffsetCommitRequestTopic
                {
                    Name = topic,
                    TopicId = topicId,
                    Partitions =
                    [
                        new OffsetCommitRequest.OffsetCommitRequestPartition
                        {
                            PartitionIndex = partition,
                            CommittedOffset = offset,
                            CommittedMetadata = metadata,
                        },
                    ],
                },
            ],
        };
        return Decide(decision => Coordinator.OffsetCommit(request, version, decision)).Topics[0].Partitions[0].ErrorCode;
    }

    public long Fetch(string topic = "t", int partition = 0, string groupId = GroupId) => Coordinator.OffsetFetch(
        new OffsetFetchRequest.OffsetFetchRequestGroup
        {
            GroupId = groupId,
            Topics = [new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic, PartitionIndexes = [partition] }],
        }).Topics[0].Partitions[0].CommittedOffset;

    public DescribeGroupsResponse.DescribedGroup Describe(string groupId = GroupId) => Coordinator.DescribeGroup(groupId, 6);

    public string State => Describe().GroupState;

    public bool IsAnswered(long token) => _answers.ContainsKey(token);

    public T Answer<T>(long token)
    {
        Assert.True(_answers.Remove(token, out var answer), $"Request {token} has no answer.");
        return (T)answer.Response;
    }

    /// <summary>What the names of topics meant when the answer was given, however late it is read.</summary>
    public IReadOnlyDictionary<string, Uuid> TopicIdsWhenAnswered(long token) => _answers[token].TopicIds;

    /// <summary>Lets time pass, running each deadline when it comes.</summary>
    public void Wait(long ms)
    {
        var end = NowMs + ms;
        while (Coordinator.NextDeadlineMs <= end)
        {
            NowMs = Math.Max(NowMs, Coordinator.NextDeadlineMs);
            Decide(Coordinator.OnTimer);
        }

        NowMs = end;
    }

    /// <summary>A group in its first stable generation; the first id leads.</summary>
    public string[] FormGroup(int memberCount, params JoinGroupRequest.JoinGroupRequestProtocol[] protocols)
    {
        var ids = Enumerable.Range(0, memberCount).Select(_ => NewMemberId()).ToArray();
        var tokens = ids.Select(id => SendJoin(JoinRequest(id, null, protocols))).ToArray();
        // With more than one member the first joined alone and is asked to join again.
        if (!IsAnswered(tokens[^1])) tokens[0] = SendJoin(JoinRequest(ids[0], null, protocols));
        foreach (var token in tokens) _answers.Remove(token);
        CompleteSync(ids[0]);
        return ids;
    }

    public int Generation => GenerationOf(Coordinator);

    /// <summary>The leader assigns every member its own id; the others ask for theirs.</summary>
    public void CompleteSync(string leaderId)
    {
        var others = Describe().Members.Select(member => member.MemberId).Where(id => id != leaderId).ToArray();
        var tokens = others.Select(id => SendSync(id, Generation)).ToArray();
        Assert.Equal(ErrorCode.None, Sync(leaderId, Generation, [.. others.Append(leaderId).Select(id => (id, AssignmentOf(id)))]).ErrorCode);
        for (var i = 0; i < others.Length; i++)
            Assert.Equal(AssignmentOf(others[i]), Answer<SyncGroupResponse>(tokens[i]).Assignment);
    }

    public static byte[] AssignmentOf(string memberId) => System.Text.Encoding.UTF8.GetBytes("assigned to " + memberId);

    /// <summary>A coordinator that knows nothing but the log.</summary>
    public GroupCoordinator Replay()
    {
        var replayed = new GroupCoordinator(Options, NextGuid, Cluster);
        foreach (var record in Log) replayed.Apply(record);
        var decision = new Decision();
        decision.Begin(NowMs, NowMs);
        replayed.OnLoaded(decision);
        return replayed;
    }

    /// <summary>The coordinator dies; another loads the log.</summary>
    public void FailOver()
    {
        Coordinator = new GroupCoordinator(Options, NextGuid, Cluster);
        foreach (var record in Log) Coordinator.Apply(record);
        Decide(Coordinator.OnLoaded);
    }

    public T Decide<T>(Func<Decision, T> decide)
    {
        _decision.Begin(NowMs, NowMs);
        var result = decide(_decision);
        foreach (var record in _decision.Records) Coordinator.Apply(record);
        Log.AddRange(_decision.Records);
        foreach (var (token, response) in _decision.Completions) _answers.Add(token, (response, Cluster.Ids));
        return result;
    }

    public void Decide(Action<Decision> decide) => Decide(decision =>
    {
        decide(decision);
        return 0;
    });

    private int GenerationOf(GroupCoordinator coordinator)
    {
        // A heartbeat with a wrong generation is the only way to ask: try until one fits.
        var member = coordinator.DescribeGroup(GroupId, 6).Members[0];
        for (var generation = 0; ; generation++)
            if (Heartbeat(member.MemberId, generation, member.GroupInstanceId) != ErrorCode.IllegalGeneration) return generation;
    }

    private Guid NextGuid() => new(++_lastGuid, 0, 0, new byte[8]);
}
