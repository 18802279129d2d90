using Levada.Coordination.Groups.Classic;
using Levada.Coordination.Groups.Consumer;
using Levada.Coordination.Groups.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>The groups whose ids map to one partition of <c>__consumer_offsets</c>, and their offsets.</summary>
/// <remarks>
/// Requests are decided against the state and leave records; <see cref="Apply"/> takes records in, live and on replay, and is
/// the only way offsets change. A front: each kind of group has its rules in a folder of its own. Topic
/// names in requests must be filled in before (<see cref="OffsetTopicIds"/>). One caller at a time.
/// </remarks>
public sealed class GroupCoordinator : ICoordinator
{
    private readonly GroupCoordinatorOptions _options;
    private readonly GroupTable _groups;
    private readonly ClassicGroups _classic;
    private readonly ConsumerGroups _consumer;
    private readonly ShareGroups _share;
    private readonly IGroupKind[] _kinds;
    private readonly OffsetRules _offsets;
    private readonly OffsetRecords _offsetRecords;
    private readonly TransactionalOffsetRules _transactionalOffsets;
    private readonly GroupQueries _queries;
    private readonly OffsetExpiration _expiration;
    private readonly Deadline _expirationTimer;

    /// <param name="newGuid">Where the random part of member ids comes from.</param>
    /// <param name="cluster">The topics and configurations of the moment.</param>
    public GroupCoordinator(GroupCoordinatorOptions options, Func<Guid> newGuid, IClusterView cluster)
    {
        _options = options;
        ClassicRebalance? rebalance = null;
        _groups = new GroupTable(
            (group, decision) => rebalance!.OnJoinTimer(group, decision),
            (group, decision) => rebalance!.OnSyncTimer(group, decision));
        rebalance = new ClassicRebalance(options, _groups);
        _classic = new ClassicGroups(options, _groups, rebalance, newGuid);
        _consumer = new ConsumerGroups(options, _groups, _classic, cluster, newGuid);
        // Offsets come last: what is left without a use after loading is seen when every kind has its groups.
        _share = new ShareGroups(options, _groups, cluster);
        _offsetRecords = new OffsetRecords(_groups);
        _kinds = [_classic, _consumer, _share, _offsetRecords];
        _offsets = new OffsetRules(options, _groups, rebalance);
        _transactionalOffsets = new TransactionalOffsetRules(options, _groups);
        _queries = new GroupQueries(_groups);
        _expiration = new OffsetExpiration(options, _groups);
        _expirationTimer = new Deadline(OnExpirationTimer);
    }

    /// <summary>When <see cref="OnTimer"/> wants to run, in monotonic milliseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadlineMs => _share.HasJoinedMembers ? 0 : _groups.Deadlines.NextMs;

    /// <summary>Records of ours that could not be read on replay and were passed over.</summary>
    public int SkippedRecordCount { get; private set; }

    public int GroupCount => _groups.Count;

    /// <summary>Decides a JoinGroup; its answer may come with a later decision.</summary>
    public void JoinGroup(in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        if (_groups.TryGet<ConsumerGroup>(request.GroupId, out var group))
        {
            if (!group.IsEmpty && _consumer.ClassicJoins.TryJoin(group, request, client, decision)) return;
            // An empty group is of the kind of whoever joins next.
            if (group.IsEmpty) ReplaceByClassic(group, decision);
        }

        _classic.Joins.Join(request, client, decision);
        ScheduleExpiration(decision);
    }

    public ShareHeartbeat ShareGroupHeartbeat(in ShareGroupHeartbeatRequest request, in GroupClient client, Decision decision) =>
        _share.Heartbeat(request, client, decision);

    /// <summary>Makes a share group without members, unless there is one.</summary>
    /// <returns>GROUP_ID_NOT_FOUND where a group of another kind has the id; INVALID_GROUP_ID.</returns>
    public ErrorCode CreateShareGroup(string groupId, Decision decision) => _share.Membership.Create(groupId, decision);

    /// <summary>The states of these partitions are made: members of the share group may be given them.</summary>
    /// <returns>Whether there is such a group.</returns>
    public bool OnShareStatesInitialized(string groupId, IReadOnlyList<ShareTopic> topics, Decision decision)
    {
        if (!_groups.TryGet<ShareGroup>(groupId, out var group)) return false;
        _share.Membership.OnInitialized(group, topics, decision);
        return true;
    }

    public ShareGroupDescribeResponse.DescribedGroup DescribeShareGroup(string groupId) => _share.Describe(groupId);

    /// <summary>What a share group keeps states of; null where there is no such group.</summary>
    public ShareGroupStates? FindShareStates(string groupId) =>
        _groups.TryGet<ShareGroup>(groupId, out var group) ? new ShareGroupStates(group.IsEmpty, [.. group.InitializedTopics]) : null;

    /// <summary>Forgets which states a share group has of some topics: they are deleted.</summary>
    public void OnShareStatesDeleted(string groupId, IReadOnlySet<Uuid> topicIds, Decision decision)
    {
        if (_groups.TryGet<ShareGroup>(groupId, out var group)) ShareMembership.OnDeleted(group, topicIds, decision);
    }

    /// <summary>Decides a SyncGroup; its answer may come with a later decision.</summary>
    public void SyncGroup(in SyncGroupRequest request, long token, Decision decision)
    {
        if (_groups.TryGet<ConsumerGroup>(request.GroupId, out var group))
            decision.Complete(token, _consumer.ClassicMembers.Sync(group, request, decision));
        else
            _classic.Membership.Sync(request, token, decision);
    }

    public HeartbeatResponse Heartbeat(in HeartbeatRequest request, Decision decision) =>
        _groups.TryGet<ConsumerGroup>(request.GroupId, out var group)
            ? _consumer.ClassicMembers.Heartbeat(group, request, decision)
            : _classic.Membership.Heartbeat(request, decision);

    public LeaveGroupResponse LeaveGroup(in LeaveGroupRequest request, short version, Decision decision) =>
        _groups.TryGet<ConsumerGroup>(request.GroupId, out var group)
            ? _consumer.ClassicMembers.Leave(group, request, version, decision)
            : _classic.Membership.Leave(request, version, decision);

    public ConsumerGroupHeartbeatResponse ConsumerGroupHeartbeat(
        in ConsumerGroupHeartbeatRequest request, in GroupClient client, Decision decision)
    {
        var response = _consumer.Heartbeats.Heartbeat(request, client, decision);
        ScheduleExpiration(decision);
        return response;
    }

    public ConsumerGroupDescribeResponse.DescribedGroup DescribeConsumerGroup(string groupId) => _consumer.Queries.Describe(groupId);

    public OffsetCommitResponse OffsetCommit(in OffsetCommitRequest request, short version, Decision decision)
    {
        var response = _offsets.Commit(request, version, decision);
        ScheduleExpiration(decision);
        return response;
    }

    /// <summary>Commits offsets in a transaction: the records are to be written as part of it, and count when its marker comes.</summary>
    public TxnOffsetCommitResponse TxnOffsetCommit(in TxnOffsetCommitRequest request, short version, Decision decision)
    {
        var response = _transactionalOffsets.Commit(request, version, decision);
        ScheduleExpiration(decision);
        return response;
    }

    /// <summary>The offsets of one group; a partition without one has offset -1.</summary>
    /// <param name="isStableRequired">Whether an offset that an open transaction may change is UNSTABLE_OFFSET_COMMIT.</param>
    public OffsetFetchResponse.OffsetFetchResponseGroup OffsetFetch(
        in OffsetFetchRequest.OffsetFetchRequestGroup request, bool isStableRequired = false) => _offsets.Fetch(request, isStableRequired);

    public OffsetDeleteResponse OffsetDelete(in OffsetDeleteRequest request, Decision decision) => _offsets.Delete(request, decision);

    public DescribeGroupsResponse.DescribedGroup DescribeGroup(string groupId, short version) => _queries.Describe(groupId, version);

    /// <param name="states">Names of states to list, in any case; empty for all.</param>
    /// <param name="types">Names of group types to list, in any case; empty for all.</param>
    public IReadOnlyList<ListGroupsResponse.ListedGroup> ListGroups(
        IReadOnlyCollection<string> states, IReadOnlyCollection<string> types) => _queries.List(states, types);

    public DeleteGroupsResponse.DeletableGroupResult DeleteGroup(string groupId, Decision decision) =>
        _queries.Delete(groupId, decision);

    /// <summary>Forgets the offsets of topics that are deleted.</summary>
    public void OnTopicsDeleted(IReadOnlySet<string> topics, Decision decision) => _expiration.RemoveTopics(topics, decision);

    /// <summary>Takes one record in. Keys of other types are ignored; malformed ones are counted and passed over.</summary>
    public void Apply(in CoordinatorRecord record)
    {
        foreach (var kind in _kinds)
        {
            var key = new WireReader(record.Key);
            var outcome = record.ProducerId < 0
                ? kind.Apply(key.ReadInt16(), ref key, record.Value)
                : _offsetRecords.ApplyPending(key.ReadInt16(), ref key, record.Value, record.ProducerId);
            if (outcome == RecordOutcome.Malformed) SkippedRecordCount++;
            if (outcome != RecordOutcome.Foreign) return;
        }
    }

    /// <summary>What a transaction committed becomes valid, unless something newer was committed since; or it is void.</summary>
    public void ApplyMarker(long producerId, bool isCommit) => _offsetRecords.ApplyMarker(producerId, isCommit);

    /// <summary>The log is replayed: members get their full sessions.</summary>
    public void OnLoaded(Decision decision)
    {
        foreach (var kind in _kinds) kind.OnLoaded(decision);
        ScheduleExpiration(decision);
    }

    /// <summary>Does everything whose time has come.</summary>
    public void OnTimer(Decision decision)
    {
        _share.StartSessions(decision);
        _groups.Deadlines.RunDue(decision);
        _share.RemoveExpired(decision);
    }

    private void ReplaceByClassic(ConsumerGroup group, Decision decision)
    {
        group.Forget(decision);
        _groups.AddClassic(group.Id, group.Offsets);
    }

    private void ScheduleExpiration(Decision decision)
    {
        if (_expirationTimer.AtMs == Deadline.Never && (_groups.Count > 0 || decision.Records.Count > 0))
            _groups.Deadlines.Set(_expirationTimer, decision.ElapsedMs + _options.OffsetsRetentionCheckIntervalMs);
    }

    private void OnExpirationTimer(Decision decision)
    {
        _expiration.Run(decision);
        ScheduleExpiration(decision);
    }
}
