using Levada.Broker.Share;
using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Keeps a member in its share group and tells it what to fetch.</summary>
[KafkaApi(ApiKey.ShareGroupHeartbeat, 1, 1)]
internal sealed class ShareGroupHeartbeatHandler(ShareParts share)
    : IRequestHandler<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>
{
    public async ValueTask<ShareGroupHeartbeatResponse> HandleAsync(
        ShareGroupHeartbeatRequest request, RequestContext context, CancellationToken cancellationToken) =>
        share.Groups.IsEnabled
            ? await share.Admin.HeartbeatAsync(request, new GroupClient(context.Version, context.ClientId, "/" + context.ClientHost))
            : new() { ErrorCode = ErrorCode.UnsupportedVersion, ErrorMessage = "Share groups are switched off." };
}
