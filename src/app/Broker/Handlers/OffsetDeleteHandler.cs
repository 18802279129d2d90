using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Forgets committed offsets of topics that the group does not read (KIP-496).</summary>
[KafkaApi(ApiKey.OffsetDelete, 0, 0)]
internal sealed class OffsetDeleteHandler(GroupService groups) : IRequestHandler<OffsetDeleteRequest, OffsetDeleteResponse>
{
    public async ValueTask<OffsetDeleteResponse> HandleAsync(OffsetDeleteRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.OffsetDelete(request, decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { ErrorCode = reply.Error };
    }
}
