using Levada.Broker.Control;
using Levada.Broker.Groups;
using Levada.Coordination.Groups;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lets a member of a consumer group join, stay and leave (KIP-848).</summary>
[KafkaApi(ApiKey.ConsumerGroupHeartbeat, 0, 1)]
internal sealed class ConsumerGroupHeartbeatHandler(GroupService groups, MetadataPublisher metadata)
    : IRequestHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>
{
    private const string Protocol = "consumer";

    public async ValueTask<ConsumerGroupHeartbeatResponse> HandleAsync(
        ConsumerGroupHeartbeatRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (!IsEnabled) return new() { ErrorCode = ErrorCode.UnsupportedVersion, ErrorMessage = "The consumer group protocol is not enabled." };
        var client = new GroupClient(context.Version, context.ClientId, "/" + context.ClientHost);
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.ConsumerGroupHeartbeat(request, client, decision));
        return reply.Error == ErrorCode.None ? reply.Response : new() { ErrorCode = reply.Error };
    }

    private bool IsEnabled =>
        metadata.Image.Features.Levels.GetValueOrDefault(FeatureCatalog.GroupVersionName) > 0
        && metadata.Configs.Broker.GetList("group.coordinator.rebalance.protocols").Contains(Protocol);
}
