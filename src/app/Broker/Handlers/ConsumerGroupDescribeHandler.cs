using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Describes consumer groups with their members, what those have and what they are to have (KIP-848).</summary>
[KafkaApi(ApiKey.ConsumerGroupDescribe, 0, 1)]
internal sealed class ConsumerGroupDescribeHandler(GroupService groups)
    : IRequestHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>
{
    public async ValueTask<ConsumerGroupDescribeResponse> HandleAsync(
        ConsumerGroupDescribeRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var described = new ConsumerGroupDescribeResponse.DescribedGroup[request.GroupIds.Length];
        for (var i = 0; i < described.Length; i++)
        {
            described[i] = await DescribeAsync(request.GroupIds[i]);
            if (request.IncludeAuthorizedOperations && described[i].ErrorCode == ErrorCode.None) described[i].AuthorizedOperations = AuthorizedOperations.Group;
        }

        return new() { Groups = described };
    }

    private async Task<ConsumerGroupDescribeResponse.DescribedGroup> DescribeAsync(string groupId)
    {
        if (groupId.Length == 0) return new() { GroupId = groupId, ErrorCode = ErrorCode.InvalidGroupId };
        var reply = await groups.DecideAsync(groupId, (group, _) => group.DescribeConsumerGroup(groupId));
        return reply.Error == ErrorCode.None ? reply.Response : new() { GroupId = groupId, ErrorCode = reply.Error };
    }
}
