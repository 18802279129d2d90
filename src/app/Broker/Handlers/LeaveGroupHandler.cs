using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lets members go from a group at once.</summary>
[KafkaApi(ApiKey.LeaveGroup, 0, 5)]
internal sealed class LeaveGroupHandler(GroupService groups) : IRequestHandler<LeaveGroupRequest, LeaveGroupResponse>
{
    public async ValueTask<LeaveGroupResponse> HandleAsync(LeaveGroupRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.LeaveGroup(request, context.Version, decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { ErrorCode = reply.Error };
    }
}
