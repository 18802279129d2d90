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
        new() { Groups = await Task.WhenAll(request.GroupIds.Select(DescribeAsync)) };

    private async Task<ShareGroupDescribeResponse.DescribedGroup> DescribeAsync(string groupId)
    {
        var reply = await groups.DecideAsync(groupId, (coordinator, _) => coordinator.DescribeShareGroup(groupId));
        return reply.Error == ErrorCode.None
            ? reply.Response
            : new() { GroupId = groupId, GroupState = "", AssignorName = "", ErrorCode = reply.Error };
    }
}
