using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups;

/// <summary>The classic groups whose ids map to one partition of <c>__consumer_offsets</c>, and their offsets.</summary>
/// <remarks>
/// Requests are decided against the state and leave records; <see cref="Apply"/> takes records in, live and on replay, and is
/// the only way offsets change. Records of other coordinators' types (KIP-848, share, streams groups) are left alone. Topic
/// names in requests must be filled in before (<see cref="OffsetTopicIds"/>). One caller at a time.
/// </remarks>
public sealed class GroupCoordinator : ICoordinator
{
    private readonly GroupCoordinatorOptions _options;
    private readonly GroupTable _groups;
    private readonly GroupRebalance _rebalance;
    private readonly JoinRules _joins;
    private readonly MembershipRules _membership;
    private readonly OffsetRules _offsets;
    private readonly TransactionalOffsetRules _transactionalOffsets;
    private readonly GroupQueries _queries;
    private readonly OffsetExpiration _expiration;
    private readonly Deadline _expirationTimer;
    private bool _isLoaded;
    private long _offsetOrder;

    /// <param name="newGuid">Where the random part of member ids comes from.</param>
    public GroupCoordinator(GroupCoordinatorOptions options, Func<Guid> newGuid)
    {
        _options = options;
        _groups = new GroupTable(
            (group, decision) => _rebalance!.OnJoinTimer(group, decision),
            (group, decision) => _rebalance!.OnSyncTimer(group, decision));
        _rebalance = new GroupRebalance(options, _groups);
        _joins = new JoinRules(options, _groups, _rebalance, newGuid);
        _membership = new MembershipRules(_groups, _rebalance);
        _offsets = new OffsetRules(options, _groups, _rebalance);
        _transactionalOffsets = new TransactionalOffsetRules(options, _groups);
        _queries = new GroupQueries(_groups);
        _expiration = new OffsetExpiration(options, _groups);
        _expirationTimer = new Deadline(OnExpirationTimer);
    }

    /// <summary>When <see cref="OnTimer"/> wants to run, in monotonic milliseconds; <see cref="long.MaxValue"/> for never.</summary>
    public long NextDeadlineMs => _groups.Deadlines.NextMs;

    /// <summary>Records of ours that could not be read on replay and were passed over.</summary>
    public int SkippedRecordCount { get; private set; }

    public int GroupCount => _groups.Count;

    /// <summary>Decides a JoinGroup; its answer may come with a later decision.</summary>
    public void JoinGroup(in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        _joins.Join(request, client, decision);
        ScheduleExpiration(decision);
    }

    /// <summary>Decides a SyncGroup; its answer may come with a later decision.</summary>
    public void SyncGroup(in SyncGroupRequest request, long token, Decision decision) => _membership.Sync(request, token, decision);

    public HeartbeatResponse Heartbeat(in HeartbeatRequest request, Decision decision) => _membership.Heartbeat(request, decision);

    public LeaveGroupResponse LeaveGroup(in LeaveGroupRequest request, short version, Decision decision) =>
        _membership.Leave(request, version, decision);

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
        var key = new WireReader(record.Key);
        switch (key.ReadInt16())
        {
            case GroupRecords.LegacyOffsetType or GroupRecords.OffsetType when !key.Failed:
                var offsetKey = OffsetCommitKey.Read(ref key, 0);
                if (key.Failed) SkippedRecordCount++;
                else ApplyOffset(offsetKey, record.Value, record.ProducerId);
                break;
            case GroupRecords.GroupMetadataType:
                var groupKey = GroupMetadataKey.Read(ref key, 0);
                if (key.Failed) SkippedRecordCount++;
                else ApplyGroup(groupKey.Group, record.Value);
                break;
            default: break;
        }
    }

    /// <summary>What a transaction committed becomes valid, unless something newer was committed since; or it is void.</summary>
    public void ApplyMarker(long producerId, bool isCommit)
    {
        foreach (var ((groupId, topic, partition), offset) in _groups.Pending.Take(producerId))
        {
            if (isCommit)
            {
                var offsets = _groups.GetOrAdd(groupId).Offsets;
                if (!offsets.TryGet(topic, partition, out var known) || known.Order < offset.Order) offsets.Set(topic, partition, offset);
            }
            else if (_groups.TryGet(groupId, out var group))
            {
                _groups.RemoveIfUnused(group);
            }
        }
    }

    /// <summary>The log is replayed: members of stable groups get their full sessions.</summary>
    public void OnLoaded(Decision decision)
    {
        _isLoaded = true;
        foreach (var group in _groups.All)
        {
            if (group.Loaded is { } value) Restore(group, value, decision);
            else _groups.RemoveIfUnused(group);
        }

        ScheduleExpiration(decision);
    }

    /// <summary>Does everything whose time has come.</summary>
    public void OnTimer(Decision decision) => _groups.Deadlines.RunDue(decision);

    private void ApplyOffset(in OffsetCommitKey key, byte[]? bytes, long producerId)
    {
        if (bytes is null)
        {
            _groups.Pending.Remove(key.Group, key.Topic, key.Partition);
            if (_groups.TryGet(key.Group, out var known)) known.Offsets.Remove(key.Topic, key.Partition);
            return;
        }

        if (GroupRecords.Decode<OffsetCommitValue>(bytes) is not { } value)
        {
            SkippedRecordCount++;
            return;
        }

        var offset = new CommittedOffset(
            value.Offset, new LeaderEpoch(value.LeaderEpoch), value.Metadata, value.CommitTimestamp, value.ExpireTimestamp, value.TopicId)
        {
            Order = ++_offsetOrder,
        };
        var group = _groups.GetOrAdd(key.Group);
        if (producerId >= 0) _groups.Pending.Set(producerId, key.Group, key.Topic, key.Partition, offset);
        else group.Offsets.Set(key.Topic, key.Partition, offset);
    }

    private void ApplyGroup(string groupId, byte[]? bytes)
    {
        if (bytes is null)
        {
            if (_groups.TryGet(groupId, out var known)) Forget(known);
            return;
        }

        // Live, the record says what its group already is.
        if (_isLoaded)
        {
            _groups.GetOrAdd(groupId).IsPersisted = true;
            return;
        }

        if (GroupRecords.Decode<GroupMetadataValue>(bytes) is not { } value)
        {
            SkippedRecordCount++;
            return;
        }

        var group = _groups.GetOrAdd(groupId);
        group.Loaded = value;
        group.IsPersisted = true;
    }

    private void Forget(ClassicGroup group)
    {
        group.Loaded = null;
        group.IsPersisted = false;
        // On replay offsets may outlive a tombstone: a simple consumer commits without any metadata record.
        if (group.Offsets.IsEmpty) _groups.Remove(group);
    }

    private void Restore(ClassicGroup group, in GroupMetadataValue value, Decision decision)
    {
        var protocol = value.Protocol ?? "";
        group.Restore(value, value.Members.Select(member => Restore(member, protocol)));
        group.Loaded = null;
        foreach (var member in group.Members) _rebalance.RenewSession(member, decision);
        if (group.Members.Count > _options.GroupSizeMax) _rebalance.Prepare(group, decision);
    }

    private GroupMember Restore(GroupMetadataValue.MemberMetadata persisted, string protocol)
    {
        var member = _rebalance.CreateMember(
            persisted.MemberId, persisted.GroupInstanceId, persisted.ClientId, persisted.ClientHost);
        member.SessionTimeoutMs = persisted.SessionTimeout;
        member.RebalanceTimeoutMs = persisted.RebalanceTimeout < 0 ? persisted.SessionTimeout : persisted.RebalanceTimeout;
        member.Protocols = [new JoinGroupRequest.JoinGroupRequestProtocol { Name = protocol, Metadata = persisted.Subscription }];
        member.Assignment = persisted.Assignment;
        return member;
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
