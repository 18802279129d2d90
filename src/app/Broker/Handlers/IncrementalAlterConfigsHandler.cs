using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Sets, removes and extends single configurations (KIP-339).</summary>
[KafkaApi(ApiKey.IncrementalAlterConfigs, 0, 1)]
internal sealed class IncrementalAlterConfigsHandler(ControllerLoop controller)
    : IRequestHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>
{
    public ValueTask<IncrementalAlterConfigsResponse> HandleAsync(
        IncrementalAlterConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => ConfigAlteration.Decide(request, state), cancellationToken);
}
