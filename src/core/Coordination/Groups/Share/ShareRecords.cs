using Levada.Protocol.Records;

namespace Levada.Coordination.Groups.Share;

/// <summary>Encodes the records of <c>__consumer_offsets</c> that keep share groups.</summary>
internal static class ShareRecords
{
    public const short MemberType = 10;
    public const short GroupType = 11;
    public const short TargetMetadataType = 12;
    public const short TargetMemberType = 13;
    public const short CurrentType = 14;
    public const short StatesType = 15;

    public static CoordinatorRecord Member(string groupId, string memberId, in ShareGroupMemberMetadataValue value) =>
        new(MemberKey(MemberType, groupId, memberId), GroupRecords.Encode(value, 0));

    public static CoordinatorRecord Group(string groupId, int epoch, long metadataHash) =>
        new(GroupKey(GroupType, groupId), GroupRecords.Encode(new ShareGroupMetadataValue { Epoch = epoch, MetadataHash = metadataHash }, 0));

    public static CoordinatorRecord TargetMetadata(string groupId, int epoch, long nowMs) => new(
        GroupKey(TargetMetadataType, groupId),
        GroupRecords.Encode(new ShareGroupTargetAssignmentMetadataValue { AssignmentEpoch = epoch, AssignmentTimestamp = nowMs }, 0));

    public static CoordinatorRecord TargetMember(string groupId, string memberId, ShareAssignment target) => new(
        MemberKey(TargetMemberType, groupId, memberId),
        GroupRecords.Encode(
            new ShareGroupTargetAssignmentMemberValue
            {
                TopicPartitions = target.ByTopic((topicId, partitions) =>
                    new ShareGroupTargetAssignmentMemberValue.TopicPartition { TopicId = topicId, Partitions = partitions }),
            },
            0));

    public static CoordinatorRecord Current(string groupId, string memberId, int epoch, int previousEpoch, ShareAssignment assigned) => new(
        MemberKey(CurrentType, groupId, memberId),
        GroupRecords.Encode(
            new ShareGroupCurrentMemberAssignmentValue
            {
                MemberEpoch = epoch,
                PreviousMemberEpoch = previousEpoch,
                AssignedPartitions = assigned.ByTopic((topicId, partitions) =>
                    new ShareGroupCurrentMemberAssignmentValue.TopicPartitions { TopicId = topicId, Partitions = partitions }),
            },
            0));

    public static CoordinatorRecord States(string groupId, in ShareGroupStatePartitionMetadataValue value) =>
        new(GroupKey(StatesType, groupId), GroupRecords.Encode(value, 0));

    /// <summary>The last first: a member without its metadata is none.</summary>
    public static CoordinatorRecord[] MemberTombstones(string groupId, string memberId) =>
        [.. new[] { CurrentType, TargetMemberType, MemberType }.Select(type => new CoordinatorRecord(MemberKey(type, groupId, memberId), null))];

    public static CoordinatorRecord[] GroupTombstones(string groupId) =>
        [.. new[] { TargetMetadataType, StatesType, GroupType }.Select(type => new CoordinatorRecord(GroupKey(type, groupId), null))];

    // The keys of one shape differ in their type only.
    private static byte[] MemberKey(short type, string groupId, string memberId) =>
        GroupRecords.Encode(new ShareGroupMemberMetadataKey { GroupId = groupId, MemberId = memberId }, 0, type);

    private static byte[] GroupKey(short type, string groupId) =>
        GroupRecords.Encode(new ShareGroupMetadataKey { GroupId = groupId }, 0, type);
}
