using Levada.Broker.Control;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Gives an idempotent producer its id (KIP-98, KIP-360). Transactions have no coordinator here yet.</summary>
[KafkaApi(ApiKey.InitProducerId, 0, 5)]
internal sealed class InitProducerIdHandler(ProducerIdSource producerIds) : IRequestHandler<InitProducerIdRequest, InitProducerIdResponse>
{
    public async ValueTask<InitProducerIdResponse> HandleAsync(
        InitProducerIdRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (request.TransactionalId is { } transactionalId)
        {
            var error = transactionalId.Length == 0 ? ErrorCode.InvalidRequest : ErrorCode.CoordinatorNotAvailable;
            return new() { ErrorCode = error, ProducerId = -1, ProducerEpoch = -1 };
        }

        // An idempotent producer that starts over always starts as somebody new: its old epoch needs no fencing.
        var producerId = await producerIds.NextAsync(cancellationToken);
        return new() { ProducerId = producerId, ProducerEpoch = 0 };
    }
}
