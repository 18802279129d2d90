using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Share;

/// <summary>The share groups of a shard: their rules, and how they come back from the log.</summary>
internal sealed class ShareGroups : IGroupKind
{
    private readonly GroupTable _groups;
    private readonly IClusterView _cluster;
    private readonly ShareGroupSettings _settings;
    private readonly Queue<ShareMember> _joined = new();
    private readonly List<ShareMember> _expired = [];

    public ShareGroups(GroupCoordinatorOptions options, GroupTable groups, IClusterView cluster)
    {
        _groups = groups;
        _cluster = cluster;
        _settings = new ShareGroupSettings(options, cluster);
        Membership = new ShareMembership(options, groups, cluster, _settings);
    }

    public ShareMembership Membership { get; }

    /// <summary>Whether there are members whose sessions have to be started.</summary>
    public bool HasJoinedMembers => _joined.Count > 0;

    public ShareHeartbeat Heartbeat(in ShareGroupHeartbeatRequest request, in GroupClient client, Decision decision)
    {
        StartSessions(decision);
        return Membership.Heartbeat(request, client, decision);
    }

    public ShareGroupDescribeResponse.DescribedGroup Describe(string groupId)
    {
        if (!_groups.TryGet<ShareGroup>(groupId, out var group))
            return new() { GroupId = groupId, GroupState = "Dead", AssignorName = "", ErrorCode = ErrorCode.GroupIdNotFound, ErrorMessage = $"There is no share group {groupId}." };
        return new()
        {
            GroupId = groupId,
            GroupState = group.StateName,
            GroupEpoch = group.Epoch,
            AssignmentEpoch = group.AssignmentEpoch,
            AssignorName = SimpleAssignor.Name,
            Members = [.. group.Members.Values.Select(member => Describe(member, _cluster.Topics))],
        };
    }

    public RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value)
    {
        if (recordType is < ShareRecords.MemberType or > ShareRecords.StatesType) return RecordOutcome.Foreign;
        if (recordType is ShareRecords.GroupType or ShareRecords.TargetMetadataType or ShareRecords.StatesType)
        {
            var ofGroup = ShareGroupMetadataKey.Read(ref key, 0);
            return Outcome(!key.Failed && ApplyGroup(recordType, ofGroup.GroupId, value));
        }

        var ofMember = ShareGroupMemberMetadataKey.Read(ref key, 0);
        return Outcome(!key.Failed && ApplyMember(recordType, ofMember.GroupId, ofMember.MemberId, value));
    }

    /// <summary>Members get their full sessions.</summary>
    public void OnLoaded(Decision decision) => StartSessions(decision);

    /// <summary>Starts the sessions of members that records have brought.</summary>
    public void StartSessions(Decision decision)
    {
        while (_joined.TryDequeue(out var member))
        {
            if (_groups.TryGet<ShareGroup>(member.GroupId, out var group) && group.Members.GetValueOrDefault(member.Id) == member)
                _groups.Deadlines.Set(member.Session, decision.ElapsedMs + _settings.SessionTimeoutMs(member.GroupId));
        }
    }

    /// <summary>Takes out the members whose sessions have ended, those of one group at once.</summary>
    public void RemoveExpired(Decision decision)
    {
        foreach (var members in _expired.GroupBy(member => member.GroupId, StringComparer.Ordinal))
        {
            if (_groups.TryGet<ShareGroup>(members.Key, out var group))
                Membership.Remove(group, [.. members.Where(member => group.Members.GetValueOrDefault(member.Id) == member)], decision);
        }

        _expired.Clear();
    }

    private static RecordOutcome Outcome(bool isRead) => isRead ? RecordOutcome.Applied : RecordOutcome.Malformed;

    private static ShareGroupDescribeResponse.Member Describe(ShareMember member, ITopicCatalog topics) => new()
    {
        MemberId = member.Id,
        RackId = member.Metadata.RackId,
        MemberEpoch = member.Epoch,
        ClientId = member.Metadata.ClientId,
        ClientHost = member.Metadata.ClientHost,
        SubscribedTopicNames = member.Metadata.SubscribedTopicNames,
        Assignment = new()
        {
            TopicPartitions = member.Assigned.ByTopic((topicId, partitions) => new ShareGroupDescribeResponse.TopicPartitions
            {
                TopicId = topicId, TopicName = topics.NameOf(topicId) ?? "", Partitions = partitions,
            }),
        },
    };

    private bool ApplyGroup(short recordType, string groupId, byte[]? value)
    {
        if (value is null)
        {
            if (!_groups.TryGet<ShareGroup>(groupId, out var known)) return true;
            if (recordType == ShareRecords.StatesType) known.States = ShareTopics.Of([]);
            if (recordType == ShareRecords.GroupType) known.IsPersisted = false;
            _groups.RemoveIfUnused(known);
            return true;
        }

        return recordType switch
        {
            ShareRecords.GroupType => ApplyGroup(groupId, value),
            ShareRecords.TargetMetadataType => ApplyTarget(groupId, value),
            _ => ApplyStates(groupId, value),
        };
    }

    private bool ApplyGroup(string groupId, byte[] bytes)
    {
        if (GroupRecords.Decode<ShareGroupMetadataValue>(bytes) is not { } value) return false;
        var group = GetOrAdd(groupId);
        group.IsPersisted = true;
        group.Epoch = value.Epoch;
        group.MetadataHash = value.MetadataHash;
        return true;
    }

    private bool ApplyTarget(string groupId, byte[] bytes)
    {
        if (GroupRecords.Decode<ShareGroupTargetAssignmentMetadataValue>(bytes) is not { } value) return false;
        var group = GetOrAdd(groupId);
        group.AssignmentEpoch = value.AssignmentEpoch;
        group.AssignmentTimestampMs = value.AssignmentTimestamp;
        return true;
    }

    private bool ApplyStates(string groupId, byte[] bytes)
    {
        if (GroupRecords.Decode<ShareGroupStatePartitionMetadataValue>(bytes) is not { } value) return false;
        GetOrAdd(groupId).States = value;
        return true;
    }

    private bool ApplyMember(short recordType, string groupId, string memberId, byte[]? bytes)
    {
        if (bytes is null)
        {
            if (recordType == ShareRecords.MemberType && _groups.TryGet<ShareGroup>(groupId, out var known)
                && known.Members.Remove(memberId, out var gone)) DeadlineQueue.Clear(gone.Session);
            return true;
        }

        var group = GetOrAdd(groupId);
        switch (recordType)
        {
            case ShareRecords.MemberType when GroupRecords.Decode<ShareGroupMemberMetadataValue>(bytes) is { } metadata:
                GetOrAdd(group, memberId).Metadata = metadata;
                return true;
            case ShareRecords.TargetMemberType when GroupRecords.Decode<ShareGroupTargetAssignmentMemberValue>(bytes) is { } target:
                GetOrAdd(group, memberId).Target = new ShareAssignment(target.TopicPartitions.SelectMany(topic =>
                    topic.Partitions.Select(partition => (topic.TopicId, partition))));
                return true;
            case ShareRecords.CurrentType when GroupRecords.Decode<ShareGroupCurrentMemberAssignmentValue>(bytes) is { } current:
                ApplyCurrent(GetOrAdd(group, memberId), current);
                return true;
            default:
                return false;
        }
    }

    private static void ApplyCurrent(ShareMember member, in ShareGroupCurrentMemberAssignmentValue current)
    {
        member.Epoch = current.MemberEpoch;
        member.PreviousEpoch = current.PreviousMemberEpoch;
        member.Assigned = new ShareAssignment(current.AssignedPartitions.SelectMany(topic =>
            topic.Partitions.Select(partition => (topic.TopicId, partition))));
    }

    private ShareGroup GetOrAdd(string groupId)
    {
        if (_groups.TryGet<ShareGroup>(groupId, out var known)) return known;
        var offsets = _groups.TryGet(groupId, out Group? other) ? other.Offsets : new OffsetTable();
        var group = new ShareGroup(groupId, offsets);
        _groups.Put(group);
        return group;
    }

    private ShareMember GetOrAdd(ShareGroup group, string memberId)
    {
        if (group.Members.TryGetValue(memberId, out var known)) return known;
        ShareMember? member = null;
        member = new ShareMember(group.Id, memberId, new Deadline(_ => _expired.Add(member!)));
        group.Members.Add(memberId, member);
        _joined.Enqueue(member);
        return member;
    }
}
