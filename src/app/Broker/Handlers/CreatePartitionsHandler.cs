using Levada.Broker.Control;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lets topics grow.</summary>
[KafkaApi(ApiKey.CreatePartitions, 0, 3)]
internal sealed class CreatePartitionsHandler(ControllerLoop controller) : IRequestHandler<CreatePartitionsRequest, CreatePartitionsResponse>
{
    // Older clients do not know THROTTLING_QUOTA_EXCEEDED (KIP-599).
    private const short FirstStrictVersion = 3;

    public ValueTask<CreatePartitionsResponse> HandleAsync(CreatePartitionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var quota = context.Mutations(strictSince: FirstStrictVersion);
        return controller.DecideAsync(state => PartitionCreation.Decide(request, state with { Mutations = quota }), cancellationToken);
    }
}
