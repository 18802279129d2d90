using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Deletes topics by name or by id.</summary>
[KafkaApi(ApiKey.DeleteTopics, 1, 6)]
internal sealed class DeleteTopicsHandler(ControllerLoop controller) : IRequestHandler<DeleteTopicsRequest, DeleteTopicsResponse>
{
    public ValueTask<DeleteTopicsResponse> HandleAsync(DeleteTopicsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => TopicDeletion.Decide(request, context.Version, state), cancellationToken);
}
