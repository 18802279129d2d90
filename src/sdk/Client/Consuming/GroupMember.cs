using Levada.Client.Admin;
using Levada.Client.Connections;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Consuming;

/// <summary>One member of a classic consumer group with the range assignor.</summary>
/// <remarks>Use: join, consume what is assigned until <see cref="RebalanceNeeded"/>, commit, join again; leave at the end.</remarks>
public sealed class GroupMember(KafkaClient client, GroupMemberOptions options) : IAsyncDisposable
{
    private const string ProtocolType = "consumer";
    private const short MembersVersion = 3;
    private readonly GroupAdmin _groups = new(client);
    private readonly GroupOffsetAdmin _offsets = new(client);
    private CancellationTokenSource _rebalance = new();
    private Task _heartbeats = Task.CompletedTask;
    private string _memberId = "";
    private int _generation = -1;

    /// <summary>Cancelled when the member must join again.</summary>
    public CancellationToken RebalanceNeeded => _rebalance.Token;

    /// <summary>What the last join assigned, ordered by topic and partition.</summary>
    public IReadOnlyList<TopicPartition> Assignment { get; private set; } = [];

    public int Generation => _generation;

    /// <summary>Joins, or joins again, and returns when partitions are assigned (none is possible).</summary>
    /// <exception cref="KafkaException">The group refused the member.</exception>
    public async Task<IReadOnlyList<TopicPartition>> JoinAsync(CancellationToken cancellationToken = default)
    {
        await StopHeartbeatsAsync();
        foreach (var topic in options.Topics) await client.GetTopicAsync(topic, isCreateAllowed: true, cancellationToken);
        while (true)
        {
            var joined = await SendJoinAsync(cancellationToken);
            if (!TryAccept(joined.ErrorCode, joined.MemberId)) continue;
            _generation = joined.GenerationId;
            var synced = await SendSyncAsync(joined, await PlanAsync(joined, cancellationToken), cancellationToken);
            if (!TryAccept(synced.ErrorCode, _memberId)) continue;
            Assignment = ConsumerProtocol.TryReadAssignment(synced.Assignment)
                ?? throw KafkaException.From(ErrorCode.InconsistentGroupProtocol, $"group {options.GroupId}");
            _rebalance = new CancellationTokenSource();
            _heartbeats = HeartbeatAsync(_rebalance);
            return Assignment;
        }
    }

    /// <summary>Commits positions as the current generation.</summary>
    public Task CommitAsync(IReadOnlyCollection<CommittedOffset> offsets, CancellationToken cancellationToken = default) =>
        _offsets.CommitAsync(options.GroupId, _generation, _memberId, options.InstanceId, offsets, cancellationToken);

    /// <summary>The group's committed offsets of what is assigned.</summary>
    public Task<IReadOnlyList<CommittedOffset>> FetchCommittedAsync(CancellationToken cancellationToken = default) =>
        _offsets.FetchAsync(options.GroupId, Assignment, cancellationToken);

    /// <summary>Leaves the group (a static member only stops).</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken = default)
    {
        await StopHeartbeatsAsync();
        if (_memberId.Length == 0 || options.InstanceId is not null) return;
        await _groups.CoordinatedAsync<LeaveGroupRequest, LeaveGroupResponse>(
            options.GroupId, ApiKey.LeaveGroup, LeaveRequest, response => response.ErrorCode, cancellationToken);
        _memberId = "";
    }

    public async ValueTask DisposeAsync()
    {
        await StopHeartbeatsAsync();
        _rebalance.Dispose();
    }

    // Whether to go on with the answer; if not, the join starts over (with what the answer taught).
    private bool TryAccept(ErrorCode error, string memberId)
    {
        switch (error)
        {
            case ErrorCode.None:
            case ErrorCode.MemberIdRequired:
                _memberId = memberId;
                return error == ErrorCode.None;
            case ErrorCode.UnknownMemberId:
            case ErrorCode.IllegalGeneration:
                _memberId = "";
                _generation = -1;
                return false;
            case ErrorCode.RebalanceInProgress:
                return false;
            default:
                throw KafkaException.From(error, $"joining group {options.GroupId}");
        }
    }

    private async Task<JoinGroupResponse> SendJoinAsync(CancellationToken cancellationToken)
    {
        var request = new JoinGroupRequest
        {
            GroupId = options.GroupId,
            SessionTimeoutMs = options.SessionTimeoutMs,
            RebalanceTimeoutMs = options.RebalanceTimeoutMs,
            MemberId = _memberId,
            GroupInstanceId = options.InstanceId,
            ProtocolType = ProtocolType,
            Protocols =
            [
                new JoinGroupRequest.JoinGroupRequestProtocol
                {
                    Name = RangeAssignor.Name, Metadata = ConsumerProtocol.WriteSubscription(options.Topics, []),
                },
            ],
        };
        return await SendAsync<JoinGroupRequest, JoinGroupResponse>(
            ApiKey.JoinGroup, request, response => response.ErrorCode, options.RebalanceTimeoutMs, cancellationToken);
    }

    private async Task<SyncGroupRequest.SyncGroupRequestAssignment[]> PlanAsync(JoinGroupResponse joined, CancellationToken cancellationToken)
    {
        if (joined.Leader != _memberId || joined.SkipAssignment) return [];
        var subscriptions = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var member in joined.Members) subscriptions[member.MemberId] = ConsumerProtocol.TryReadSubscription(member.Metadata) ?? [];
        var topics = subscriptions.Values.SelectMany(wanted => wanted).Distinct().ToList();
        var metadata = await client.RetryAsync(
            () => client.RefreshMetadataAsync(topics, cancellationToken: cancellationToken), cancellationToken);
        var counts = topics.Where(topic => metadata.Topics.TryGetValue(topic, out var found) && found.Error == ErrorCode.None)
            .ToDictionary(topic => topic, topic => metadata.Topics[topic].Partitions.Count);
        return
        [
            .. RangeAssignor.Assign(subscriptions, counts).Select(pair => new SyncGroupRequest.SyncGroupRequestAssignment
            {
                MemberId = pair.Key, Assignment = ConsumerProtocol.WriteAssignment(pair.Value),
            }),
        ];
    }

    private Task<SyncGroupResponse> SendSyncAsync(
        JoinGroupResponse joined, SyncGroupRequest.SyncGroupRequestAssignment[] assignments, CancellationToken cancellationToken)
    {
        var request = new SyncGroupRequest
        {
            GroupId = options.GroupId,
            GenerationId = joined.GenerationId,
            MemberId = _memberId,
            GroupInstanceId = options.InstanceId,
            ProtocolType = ProtocolType,
            ProtocolName = joined.ProtocolName,
            Assignments = assignments,
        };
        return SendAsync<SyncGroupRequest, SyncGroupResponse>(
            ApiKey.SyncGroup, request, response => response.ErrorCode, options.RebalanceTimeoutMs, cancellationToken);
    }

    private LeaveGroupRequest LeaveRequest(short version) => version >= MembersVersion
        ? new LeaveGroupRequest { GroupId = options.GroupId, Members = [new LeaveGroupRequest.MemberIdentity { MemberId = _memberId }] }
        : new LeaveGroupRequest { GroupId = options.GroupId, MemberId = _memberId };

    // Joining waits for the other members: it has a connection of its own, and a longer time.
    private Task<TResponse> SendAsync<TRequest, TResponse>(
        ApiKey key, TRequest request, Func<TResponse, ErrorCode> errorOf, int extraWaitMs, CancellationToken cancellationToken)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse> =>
        client.RetryAsync(
            async () =>
            {
                var node = await client.CoordinatorOfAsync(options.GroupId, cancellationToken);
                var response = await client.SendToNodeAsync<TRequest, TResponse>(
                    node, key, _ => request, cancellationToken, purpose: ConnectionPurpose.Group, extraWaitMs: extraWaitMs);
                var error = errorOf(response);
                if (error is not (ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress)) return response;
                client.ForgetCoordinator(options.GroupId);
                throw KafkaException.From(error, $"group {options.GroupId}");
            },
            cancellationToken);

    private async Task HeartbeatAsync(CancellationTokenSource rebalance)
    {
        var request = new HeartbeatRequest
        {
            GroupId = options.GroupId, GenerationId = _generation, MemberId = _memberId, GroupInstanceId = options.InstanceId,
        };
        try
        {
            while (true)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(options.HeartbeatIntervalMs), client.Time, rebalance.Token);
                var response = await SendAsync<HeartbeatRequest, HeartbeatResponse>(
                    ApiKey.Heartbeat, request, answer => answer.ErrorCode, 0, rebalance.Token);
                if (response.ErrorCode != ErrorCode.None) break;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or KafkaException)
        {
            // Whatever ended the heartbeats, joining again settles it.
        }

        await rebalance.CancelAsync();
    }

    private async Task StopHeartbeatsAsync()
    {
        await _rebalance.CancelAsync();
        await _heartbeats;
    }
}
