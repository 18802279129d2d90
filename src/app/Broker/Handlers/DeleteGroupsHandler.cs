using Levada.Broker.Groups;
using Levada.Broker.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Deletes empty groups with their offsets.</summary>
[KafkaApi(ApiKey.DeleteGroups, 0, 3)]
internal sealed class DeleteGroupsHandler(GroupService groups, ShareParts share) : IRequestHandler<DeleteGroupsRequest, DeleteGroupsResponse>
{
    public async ValueTask<DeleteGroupsResponse> HandleAsync(DeleteGroupsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var results = new DeleteGroupsResponse.DeletableGroupResult[request.GroupsNames.Length];
        for (var i = 0; i < results.Length; i++) results[i] = await DeleteAsync(request.GroupsNames[i]);
        return new() { Results = results };
    }

    private async Task<DeleteGroupsResponse.DeletableGroupResult> DeleteAsync(string groupId)
    {
        // The states of a share group lie elsewhere, and must not outlive it.
        if (await share.Admin.FindAsync(groupId) is { States: { IsEmpty: true } states })
        {
            var error = await share.Admin.DeleteStatesAsync(groupId, states.Topics);
            if (error != ErrorCode.None) return new() { GroupId = groupId, ErrorCode = error };
        }

        var reply = await groups.DecideAsync(groupId, (group, decision) => group.DeleteGroup(groupId, decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { GroupId = groupId, ErrorCode = reply.Error };
    }
}
