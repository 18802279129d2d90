using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Describes share groups and their members.</summary>
[KafkaApi(ApiKey.ShareGroupDescribe, 1, 1)]
internal sealed class ShareGroupDescribeHandler(GroupService groups) : IRequestHandler<ShareGroupDescribeRequest, ShareGroupDescribeResponse>
{
    public async ValueTask<ShareGroupDescribeResponse> HandleAsync(
        ShareGroupDescribeRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Groups = await Task.WhenAll(request.GroupIds.Select(groupId => DescribeAsync(groupId, request.IncludeAuthorizedOperations))) };

    private async Task<ShareGroupDescribeResponse.DescribedGroup> DescribeAsync(string groupId, bool withOperations)
    {
        var reply = await groups.DecideAsync(groupId, (coordinator, _) => coordinator.DescribeShareGroup(groupId));
        if (reply.Error != ErrorCode.None) return new() { GroupId = groupId, GroupState = "", AssignorName = "", ErrorCode = reply.Error };
        var described = reply.Response;
        if (withOperations && described.ErrorCode == ErrorCode.None) described.AuthorizedOperations = AuthorizedOperations.Group;
        return described;
    }
}
