using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Describes classic groups with their members.</summary>
[KafkaApi(ApiKey.DescribeGroups, 0, 6)]
internal sealed class DescribeGroupsHandler(GroupService groups) : IRequestHandler<DescribeGroupsRequest, DescribeGroupsResponse>
{
    public async ValueTask<DescribeGroupsResponse> HandleAsync(DescribeGroupsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var described = new DescribeGroupsResponse.DescribedGroup[request.Groups.Length];
        for (var i = 0; i < described.Length; i++)
        {
            described[i] = await DescribeAsync(request.Groups[i], context.Version);
            if (request.IncludeAuthorizedOperations && described[i].ErrorCode == ErrorCode.None) described[i].AuthorizedOperations = AuthorizedOperations.Group;
        }

        return new() { Groups = described };
    }

    private async Task<DescribeGroupsResponse.DescribedGroup> DescribeAsync(string groupId, short version)
    {
        var reply = await groups.DecideAsync(groupId, (group, _) => group.DescribeGroup(groupId, version));
        return reply.Error == ErrorCode.None ? reply.Response : new() { GroupId = groupId, ErrorCode = reply.Error };
    }
}
