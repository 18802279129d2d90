using Levada.Broker.Groups;
using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lets a member into a group; the answer waits until the group has rebalanced.</summary>
[KafkaApi(ApiKey.JoinGroup, 0, 9)]
internal sealed class JoinGroupHandler(GroupService groups) : IRequestHandler<JoinGroupRequest, JoinGroupResponse>
{
    public async ValueTask<JoinGroupResponse> HandleAsync(JoinGroupRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var reply = await groups.DecideLaterAsync<JoinGroupResponse>(request.GroupId, (group, decision, token) =>
            group.JoinGroup(request, new JoiningClient(token, context.Version, context.ClientId, "/" + context.ClientHost), decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { ErrorCode = reply.Error, MemberId = request.MemberId };
    }
}
