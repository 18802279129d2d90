using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Replaces all of a resource's configurations: the old request, superseded by IncrementalAlterConfigs.</summary>
[KafkaApi(ApiKey.AlterConfigs, 0, 2)]
internal sealed class AlterConfigsHandler(ControllerLoop controller)
    : IRequestHandler<AlterConfigsRequest, AlterConfigsResponse>
{
    public ValueTask<AlterConfigsResponse> HandleAsync(
        AlterConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => ConfigAlteration.Decide(request, state), cancellationToken);
}
