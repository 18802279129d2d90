using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Answers as a broker without a telemetry receiver: a client that asks all the same is asked for nothing (KIP-714).</summary>
[KafkaApi(ApiKey.GetTelemetrySubscriptions, 0, 0)]
internal sealed class GetTelemetrySubscriptionsHandler(BrokerRandom random)
    : IRequestHandler<GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse>
{
    private const int PushIntervalMs = 300_000;
    private const int TelemetryBytesMax = 1_048_576;

    public ValueTask<GetTelemetrySubscriptionsResponse> HandleAsync(
        GetTelemetrySubscriptionsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new(new GetTelemetrySubscriptionsResponse
        {
            ClientInstanceId = request.ClientInstanceId.IsZero ? random.NextUuid() : request.ClientInstanceId,
            PushIntervalMs = PushIntervalMs,
            TelemetryMaxBytes = TelemetryBytesMax,
            DeltaTemporality = true,
            AcceptedCompressionTypes = [4, 3, 1, 2],
        });
}
