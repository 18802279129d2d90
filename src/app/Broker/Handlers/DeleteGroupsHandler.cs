using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Deletes empty groups with their offsets.</summary>
[KafkaApi(ApiKey.DeleteGroups, 0, 3)]
internal sealed class DeleteGroupsHandler(GroupService groups) : IRequestHandler<DeleteGroupsRequest, DeleteGroupsResponse>
{
    public async ValueTask<DeleteGroupsResponse> HandleAsync(DeleteGroupsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var results = new DeleteGroupsResponse.DeletableGroupResult[request.GroupsNames.Length];
        for (var i = 0; i < results.Length; i++) results[i] = await DeleteAsync(request.GroupsNames[i]);
        return new() { Results = results };
    }

    private async Task<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(string groupId)
    {
        var reply = await groups.DecideAsync(groupId, (group, decision) => group.DeleteGroup(groupId, decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { GroupId = groupId, ErrorCode = reply.Error };
    }
}
