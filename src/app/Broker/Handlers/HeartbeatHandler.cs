using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Keeps a group member's session alive.</summary>
[KafkaApi(ApiKey.Heartbeat, 0, 4)]
internal sealed class HeartbeatHandler(GroupService groups) : IRequestHandler<HeartbeatRequest, HeartbeatResponse>
{
    public async ValueTask<HeartbeatResponse> HandleAsync(HeartbeatRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.Heartbeat(request, decision));
        // A coordinator that is still reading its log does not know the member yet; its session must not end for that.
        if (reply.Error == ErrorCode.CoordinatorLoadInProgress) return new();
        return reply.Error == ErrorCode.None ? reply.Response : new() { ErrorCode = reply.Error };
    }
}
