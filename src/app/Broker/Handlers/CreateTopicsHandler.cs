using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Creates topics, each by itself.</summary>
[KafkaApi(ApiKey.CreateTopics, 2, 7)]
internal sealed class CreateTopicsHandler(ControllerLoop controller) : IRequestHandler<CreateTopicsRequest, CreateTopicsResponse>
{
    public ValueTask<CreateTopicsResponse> HandleAsync(CreateTopicsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => TopicCreation.Decide(request, state), cancellationToken);
}
