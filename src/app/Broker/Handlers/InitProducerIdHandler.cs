using Levada.Broker.Control;
using Levada.Broker.Transactions;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Gives a producer its id and epoch, idempotent or transactional (KIP-98, KIP-360).</summary>
[KafkaApi(ApiKey.InitProducerId, 0, 5)]
internal sealed class InitProducerIdHandler(ProducerIdSource producerIds, TransactionService transactions)
    : IRequestHandler<InitProducerIdRequest, InitProducerIdResponse>
{
    private const short FirstVersionWithProducerFenced = 4;

    public async ValueTask<InitProducerIdResponse> HandleAsync(
        InitProducerIdRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (request.TransactionalId is null)
        {
            if (request.ProducerId == -1 != (request.ProducerEpoch == -1)) return new() { ErrorCode = ErrorCode.InvalidRequest, ProducerId = -1, ProducerEpoch = -1 };
            // An idempotent producer that starts over always starts as somebody new: its old epoch needs no fencing.
            return new() { ProducerId = await producerIds.NextAsync(cancellationToken), ProducerEpoch = 0 };
        }

        var response = await transactions.InitProducerIdAsync(request, cancellationToken);
        response.ErrorCode = FencingErrors.Of(response.ErrorCode, context.Version, FirstVersionWithProducerFenced);
        return response;
    }
}
