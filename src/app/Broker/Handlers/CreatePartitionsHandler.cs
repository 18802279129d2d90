using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lets topics grow.</summary>
[KafkaApi(ApiKey.CreatePartitions, 0, 3)]
internal sealed class CreatePartitionsHandler(ControllerLoop controller) : IRequestHandler<CreatePartitionsRequest, CreatePartitionsResponse>
{
    public ValueTask<CreatePartitionsResponse> HandleAsync(CreatePartitionsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        controller.DecideAsync(state => PartitionCreation.Decide(request, state), cancellationToken);
}
