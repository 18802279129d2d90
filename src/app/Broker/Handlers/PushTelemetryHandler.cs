using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>There is no subscription here that a push could belong to (KIP-714).</summary>
[KafkaApi(ApiKey.PushTelemetry, 0, 0)]
internal sealed class PushTelemetryHandler : IRequestHandler<PushTelemetryRequest, PushTelemetryResponse>
{
    public ValueTask<PushTelemetryResponse> HandleAsync(
        PushTelemetryRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new(new PushTelemetryResponse { ErrorCode = ErrorCode.UnknownSubscriptionId });
}
