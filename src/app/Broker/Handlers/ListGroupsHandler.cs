using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lists the groups that this broker coordinates (KIP-518, KIP-848 filters).</summary>
[KafkaApi(ApiKey.ListGroups, 0, 5)]
internal sealed class ListGroupsHandler(GroupService groups) : IRequestHandler<ListGroupsRequest, ListGroupsResponse>
{
    public async ValueTask<ListGroupsResponse> HandleAsync(ListGroupsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var replies = await groups.AskAllAsync((group, _) => group.ListGroups(request.StatesFilter, request.TypesFilter));
        return new()
        {
            ErrorCode = groups.IsAnyLoading ? ErrorCode.CoordinatorLoadInProgress : ErrorCode.None,
            Groups = [.. replies.Where(reply => reply.Error == ErrorCode.None).SelectMany(reply => reply.Response!)],
        };
    }
}
