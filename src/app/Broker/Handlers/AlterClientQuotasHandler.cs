using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Sets and removes quotas, each entity by itself (KIP-546).</summary>
[KafkaApi(ApiKey.AlterClientQuotas, 0, 1)]
internal sealed class AlterClientQuotasHandler(ControllerLoop controller) : IRequestHandler<AlterClientQuotasRequest, AlterClientQuotasResponse>
{
    public ValueTask<AlterClientQuotasResponse> HandleAsync(
        AlterClientQuotasRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => ClientQuotaAlteration.Decide(request, state), cancellationToken);
}
