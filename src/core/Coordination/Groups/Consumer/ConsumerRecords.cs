using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Encodes the records of <c>__consumer_offsets</c> that consumer groups write.</summary>
internal static class ConsumerRecords
{
    public const short GroupType = 3;

    /// <summary>What topics looked like, as brokers before the metadata hash wrote it.</summary>
    public const short PartitionMetadataType = 4;

    public const short MemberType = 5;
    public const short TargetType = 6;
    public const short MemberTargetType = 7;
    public const short MemberAssignmentType = 8;
    public const short RegexType = 16;

    public static CoordinatorRecord Group(string groupId, int epoch, long metadataHash) => new(
        GroupKey(groupId), GroupRecords.Encode(new ConsumerGroupMetadataValue { Epoch = epoch, MetadataHash = metadataHash }, 0));

    public static CoordinatorRecord PartitionMetadataTombstone(string groupId) => new(
        GroupRecords.Encode(new ConsumerGroupPartitionMetadataKey { GroupId = groupId }, 0, PartitionMetadataType), null);

    public static CoordinatorRecord Member(string groupId, ConsumerMember member) => new(
        MemberKey(groupId, member.Id),
        GroupRecords.Encode(
            new ConsumerGroupMemberMetadataValue
            {
                InstanceId = member.InstanceId,
                RackId = member.RackId,
                ClientId = member.ClientId,
                ClientHost = member.ClientHost,
                SubscribedTopicNames = member.SubscribedTopics,
                SubscribedTopicRegex = member.SubscribedRegex,
                RebalanceTimeoutMs = member.RebalanceTimeoutMs,
                ServerAssignor = member.ServerAssignor,
                ClassicMemberMetadata = member.Classic is { } classic ? Classic(classic) : null,
            },
            0));

    public static CoordinatorRecord Target(string groupId, int epoch, long timestampMs) => new(
        TargetKey(groupId),
        GroupRecords.Encode(
            new ConsumerGroupTargetAssignmentMetadataValue { AssignmentEpoch = epoch, AssignmentTimestamp = timestampMs }, 0));

    public static CoordinatorRecord MemberTarget(string groupId, string memberId, PartitionSet target) => new(
        MemberTargetKey(groupId, memberId),
        GroupRecords.Encode(
            new ConsumerGroupTargetAssignmentMemberValue
            {
                TopicPartitions =
                [
                    .. target.Topics.Select(topic => new ConsumerGroupTargetAssignmentMemberValue.TopicPartition
                    {
                        TopicId = topic.TopicId, Partitions = [.. topic.Partitions.Select(partition => partition.Partition)],
                    }),
                ],
            },
            0));

    public static CoordinatorRecord MemberAssignment(string groupId, ConsumerMember member) => new(
        MemberAssignmentKey(groupId, member.Id),
        GroupRecords.Encode(
            new ConsumerGroupCurrentMemberAssignmentValue
            {
                MemberEpoch = member.Epoch,
                PreviousMemberEpoch = member.PreviousEpoch,
                State = (sbyte)member.State,
                AssignedPartitions = Topics(member.Assigned),
                PartitionsPendingRevocation = Topics(member.PendingRevocation),
            },
            0));

    public static CoordinatorRecord Regex(string groupId, string pattern, ResolvedRegex resolved) => new(
        RegexKey(groupId, pattern),
        GroupRecords.Encode(
            new ConsumerGroupRegularExpressionValue
            {
                Topics = resolved.Topics, Version = resolved.Version, Timestamp = resolved.TimestampMs,
            },
            0));

    public static CoordinatorRecord RegexTombstone(string groupId, string pattern) => new(RegexKey(groupId, pattern), null);

    /// <summary>Decides the records after which the log does not know a member any more.</summary>
    public static void ForgetMember(string groupId, string memberId, Decision decision)
    {
        decision.Append(new CoordinatorRecord(MemberAssignmentKey(groupId, memberId), null));
        decision.Append(new CoordinatorRecord(MemberTargetKey(groupId, memberId), null));
        decision.Append(new CoordinatorRecord(MemberKey(groupId, memberId), null));
    }

    /// <summary>Decides the records after which the log does not know the group any more.</summary>
    public static void Forget(ConsumerGroup group, Decision decision)
    {
        foreach (var member in group.Members) ForgetMember(group.Id, member.Id, decision);
        foreach (var pattern in group.Regexes.Keys) decision.Append(RegexTombstone(group.Id, pattern));
        decision.Append(new CoordinatorRecord(TargetKey(group.Id), null));
        if (group.HasPartitionMetadata) decision.Append(PartitionMetadataTombstone(group.Id));
        decision.Append(new CoordinatorRecord(GroupKey(group.Id), null));
    }

    private static ConsumerGroupMemberMetadataValue.ClassicMemberMetadataData Classic(ClassicProtocols classic) => new()
    {
        SessionTimeoutMs = classic.SessionTimeoutMs,
        SupportedProtocols = Array.ConvertAll(classic.Protocols, protocol =>
            new ConsumerGroupMemberMetadataValue.ClassicProtocol { Name = protocol.Name, Metadata = protocol.Metadata }),
    };

    private static ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions[] Topics(PartitionSet partitions) =>
    [
        .. partitions.Topics.Select(topic => new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions
        {
            TopicId = topic.TopicId,
            Partitions = [.. topic.Partitions.Select(partition => partition.Partition)],
            AssignmentEpochs = [.. topic.Partitions.Select(partition => partition.Epoch)],
        }),
    ];

    private static byte[] GroupKey(string groupId) =>
        GroupRecords.Encode(new ConsumerGroupMetadataKey { GroupId = groupId }, 0, GroupType);

    private static byte[] MemberKey(string groupId, string memberId) =>
        GroupRecords.Encode(new ConsumerGroupMemberMetadataKey { GroupId = groupId, MemberId = memberId }, 0, MemberType);

    private static byte[] TargetKey(string groupId) =>
        GroupRecords.Encode(new ConsumerGroupTargetAssignmentMetadataKey { GroupId = groupId }, 0, TargetType);

    private static byte[] MemberTargetKey(string groupId, string memberId) => GroupRecords.Encode(
        new ConsumerGroupTargetAssignmentMemberKey { GroupId = groupId, MemberId = memberId }, 0, MemberTargetType);

    private static byte[] MemberAssignmentKey(string groupId, string memberId) => GroupRecords.Encode(
        new ConsumerGroupCurrentMemberAssignmentKey { GroupId = groupId, MemberId = memberId }, 0, MemberAssignmentType);

    private static byte[] RegexKey(string groupId, string pattern) => GroupRecords.Encode(
        new ConsumerGroupRegularExpressionKey { GroupId = groupId, RegularExpression = pattern }, 0, RegexType);
}
