using Levada.Broker.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Hands out the leader's assignment; a member waits until the leader has brought it.</summary>
[KafkaApi(ApiKey.SyncGroup, 0, 5)]
internal sealed class SyncGroupHandler(GroupService groups) : IRequestHandler<SyncGroupRequest, SyncGroupResponse>
{
    public async ValueTask<SyncGroupResponse> HandleAsync(SyncGroupRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var reply = await groups.DecideLaterAsync<SyncGroupResponse>(
            request.GroupId, (group, decision, token) => group.SyncGroup(request, token, decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { ErrorCode = reply.Error };
    }
}
