using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Takes the records of consumer groups in: the only way their state changes.</summary>
/// <remarks>A compacted log shows records of one group in any order; each makes the group and the member it speaks of.</remarks>
internal sealed class ConsumerReplay(GroupTable groups)
{
    public RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value) => recordType switch
    {
        ConsumerRecords.GroupType => ApplyGroup(ConsumerGroupMetadataKey.Read(ref key, 0).GroupId, key.Failed, value),
        ConsumerRecords.PartitionMetadataType =>
            ApplyPartitionMetadata(ConsumerGroupPartitionMetadataKey.Read(ref key, 0).GroupId, key.Failed, value),
        ConsumerRecords.MemberType => ApplyMember(ConsumerGroupMemberMetadataKey.Read(ref key, 0), key.Failed, value),
        ConsumerRecords.TargetType => ApplyTarget(ConsumerGroupTargetAssignmentMetadataKey.Read(ref key, 0).GroupId, key.Failed, value),
        ConsumerRecords.MemberTargetType => ApplyTarget(ConsumerGroupTargetAssignmentMemberKey.Read(ref key, 0), key.Failed, value),
        ConsumerRecords.MemberAssignmentType =>
            ApplyAssignment(ConsumerGroupCurrentMemberAssignmentKey.Read(ref key, 0), key.Failed, value),
        ConsumerRecords.RegexType => ApplyRegex(ConsumerGroupRegularExpressionKey.Read(ref key, 0), key.Failed, value),
        _ => RecordOutcome.Foreign,
    };

    private RecordOutcome ApplyGroup(string groupId, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is null)
        {
            if (groups.TryGet<ConsumerGroup>(groupId, out var gone)) Remove(gone);
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<ConsumerGroupMetadataValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        var group = GetOrAdd(groupId);
        group.Epoch = value.Epoch;
        group.MetadataHash = value.MetadataHash;
        return RecordOutcome.Applied;
    }

    private RecordOutcome ApplyPartitionMetadata(string groupId, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is not null) GetOrAdd(groupId).HasPartitionMetadata = true;
        else if (groups.TryGet<ConsumerGroup>(groupId, out var group)) group.HasPartitionMetadata = false;
        return RecordOutcome.Applied;
    }

    private RecordOutcome ApplyMember(in ConsumerGroupMemberMetadataKey key, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is null)
        {
            if (groups.TryGet<ConsumerGroup>(key.GroupId, out var known)) known.Remove(key.MemberId);
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<ConsumerGroupMemberMetadataValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        var group = GetOrAdd(key.GroupId);
        group.Set((group.Find(key.MemberId) ?? new ConsumerMember(key.MemberId)) with
        {
            InstanceId = value.InstanceId,
            RackId = value.RackId,
            ClientId = value.ClientId,
            ClientHost = value.ClientHost,
            RebalanceTimeoutMs = value.RebalanceTimeoutMs,
            ServerAssignor = value.ServerAssignor,
            SubscribedTopics = value.SubscribedTopicNames,
            SubscribedRegex = value.SubscribedTopicRegex,
            Classic = value.ClassicMemberMetadata is { } classic ? Classic(classic) : null,
        });
        return RecordOutcome.Applied;
    }

    private RecordOutcome ApplyTarget(string groupId, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is null)
        {
            if (groups.TryGet<ConsumerGroup>(groupId, out var known)) (known.TargetEpoch, known.TargetTimestampMs) = (0, 0);
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<ConsumerGroupTargetAssignmentMetadataValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        var group = GetOrAdd(groupId);
        group.TargetEpoch = value.AssignmentEpoch;
        group.TargetTimestampMs = value.AssignmentTimestamp;
        return RecordOutcome.Applied;
    }

    private RecordOutcome ApplyTarget(in ConsumerGroupTargetAssignmentMemberKey key, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is null)
        {
            if (groups.TryGet<ConsumerGroup>(key.GroupId, out var known)) known.RemoveTarget(key.MemberId);
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<ConsumerGroupTargetAssignmentMemberValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        GetOrAdd(key.GroupId).SetTarget(key.MemberId, PartitionSet.From(value.TopicPartitions.SelectMany(
            topic => topic.Partitions, (topic, partition) => new AssignedPartition(topic.TopicId, partition))));
        return RecordOutcome.Applied;
    }

    private RecordOutcome ApplyAssignment(in ConsumerGroupCurrentMemberAssignmentKey key, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is null)
        {
            if (groups.TryGet<ConsumerGroup>(key.GroupId, out var known) && known.Find(key.MemberId) is { } gone)
                known.Set(gone with { Epoch = -1, Assigned = PartitionSet.Empty, PendingRevocation = PartitionSet.Empty });
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<ConsumerGroupCurrentMemberAssignmentValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        var group = GetOrAdd(key.GroupId);
        group.Set((group.Find(key.MemberId) ?? new ConsumerMember(key.MemberId)) with
        {
            Epoch = value.MemberEpoch,
            PreviousEpoch = value.PreviousMemberEpoch,
            State = (ConsumerMemberState)value.State,
            Assigned = Partitions(value.AssignedPartitions, value.MemberEpoch),
            PendingRevocation = Partitions(value.PartitionsPendingRevocation, value.MemberEpoch),
        });
        return RecordOutcome.Applied;
    }

    private RecordOutcome ApplyRegex(in ConsumerGroupRegularExpressionKey key, bool isMalformed, byte[]? bytes)
    {
        if (isMalformed) return RecordOutcome.Malformed;
        if (bytes is null)
        {
            if (groups.TryGet<ConsumerGroup>(key.GroupId, out var known)) known.RemoveRegex(key.RegularExpression);
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<ConsumerGroupRegularExpressionValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        GetOrAdd(key.GroupId).SetRegex(key.RegularExpression, new ResolvedRegex(value.Topics, value.Version, value.Timestamp));
        return RecordOutcome.Applied;
    }

    private ConsumerGroup GetOrAdd(string groupId)
    {
        if (groups.TryGet<ConsumerGroup>(groupId, out var known)) return known;
        var group = new ConsumerGroup(groupId, groups.TryGet(groupId, out Group? former) ? former.Offsets : new OffsetTable());
        groups.Put(group);
        return group;
    }

    private void Remove(ConsumerGroup group)
    {
        // On replay offsets may outlive the group, which then was only the place that kept them.
        if (group.Offsets.IsEmpty) groups.Remove(group);
        else groups.AddClassic(group.Id, group.Offsets);
    }

    private static ClassicProtocols Classic(in ConsumerGroupMemberMetadataValue.ClassicMemberMetadataData data) => new(
        data.SessionTimeoutMs,
        Array.ConvertAll(data.SupportedProtocols, protocol =>
            new JoinGroupRequest.JoinGroupRequestProtocol { Name = protocol.Name, Metadata = protocol.Metadata }));

    // Brokers that do not write epochs mean the member's.
    private static PartitionSet Partitions(ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions[] topics, int memberEpoch) =>
        PartitionSet.From(topics.SelectMany(topic => topic.Partitions.Select((partition, i) => new AssignedPartition(
            topic.TopicId, partition, topic.AssignmentEpochs is { } epochs && i < epochs.Length ? epochs[i] : memberEpoch))));
}
