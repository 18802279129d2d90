using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Creates topics, each by itself.</summary>
[KafkaApi(ApiKey.CreateTopics, 2, 7)]
internal sealed class CreateTopicsHandler(ControllerLoop controller) : IRequestHandler<CreateTopicsRequest, CreateTopicsResponse>
{
    // Older clients do not know THROTTLING_QUOTA_EXCEEDED (KIP-599).
    private const short FirstStrictVersion = 6;

    public ValueTask<CreateTopicsResponse> HandleAsync(CreateTopicsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var quota = context.Mutations(strictSince: FirstStrictVersion);
        return controller.DecideAsync(state => TopicCreation.Decide(request, state with { Mutations = quota }), cancellationToken);
    }
}
