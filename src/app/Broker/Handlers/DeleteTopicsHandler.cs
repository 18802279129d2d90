using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Deletes topics by name or by id.</summary>
[KafkaApi(ApiKey.DeleteTopics, 1, 6)]
internal sealed class DeleteTopicsHandler(ControllerLoop controller) : IRequestHandler<DeleteTopicsRequest, DeleteTopicsResponse>
{
    // Older clients do not know THROTTLING_QUOTA_EXCEEDED (KIP-599).
    private const short FirstStrictVersion = 5;

    public ValueTask<DeleteTopicsResponse> HandleAsync(DeleteTopicsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var quota = context.Mutations(strictSince: FirstStrictVersion);
        return controller.DecideAsync(state => TopicDeletion.Decide(request, context.Version, state with { Mutations = quota }), cancellationToken);
    }
}
