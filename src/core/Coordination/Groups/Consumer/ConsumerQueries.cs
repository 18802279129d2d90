using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>ConsumerGroupDescribe.</summary>
internal sealed class ConsumerQueries(GroupTable groups, IClusterView cluster, TargetComputation targets)
{
    private const sbyte ClassicMember = 0;
    private const sbyte ConsumerProtocolMember = 1;

    public ConsumerGroupDescribeResponse.DescribedGroup Describe(string groupId)
    {
        if (!groups.TryGet<ConsumerGroup>(groupId, out var group))
        {
            var isThere = groups.TryGet(groupId, out Group? _);
            return new()
            {
                GroupId = groupId,
                ErrorCode = ErrorCode.GroupIdNotFound,
                ErrorMessage = isThere ? $"Group {groupId} is not a consumer group." : $"Group {groupId} not found.",
            };
        }

        return new()
        {
            GroupId = groupId,
            GroupState = group.StateName,
            GroupEpoch = group.Epoch,
            AssignmentEpoch = group.TargetEpoch,
            AssignorName = targets.Preferred(group.Members),
            Members = [.. group.Members.Select(member => Describe(group, member))],
        };
    }

    private ConsumerGroupDescribeResponse.Member Describe(ConsumerGroup group, ConsumerMember member) => new()
    {
        MemberId = member.Id,
        InstanceId = member.InstanceId,
        RackId = member.RackId,
        MemberEpoch = member.Epoch,
        ClientId = member.ClientId,
        ClientHost = member.ClientHost,
        SubscribedTopicNames = member.SubscribedTopics,
        SubscribedTopicRegex = member.SubscribedRegex,
        Assignment = Topics(member.Assigned),
        TargetAssignment = Topics(group.TargetOf(member.Id)),
        MemberType = member.IsClassic ? ClassicMember : ConsumerProtocolMember,
    };

    // Topics that are gone have no name to show.
    private ConsumerGroupDescribeResponse.Assignment Topics(PartitionSet partitions) => new()
    {
        TopicPartitions =
        [
            .. from topic in partitions.Topics
               let name = cluster.Topics.NameOf(topic.TopicId)
               where name is not null
               select new ConsumerGroupDescribeResponse.TopicPartitions
               {
                   TopicId = topic.TopicId,
                   TopicName = name,
                   Partitions = [.. topic.Partitions.Select(partition => partition.Partition)],
               },
        ],
    };
}
