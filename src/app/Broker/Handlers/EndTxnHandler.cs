using Levada.Broker.Transactions;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Commits or aborts a transaction; from version 5 on the producer's epoch rises with it (KIP-890).</summary>
[KafkaApi(ApiKey.EndTxn, 0, 5)]
internal sealed class EndTxnHandler(TransactionService transactions) : IRequestHandler<EndTxnRequest, EndTxnResponse>
{
    private const short FirstVersionWithProducerFenced = 2;
    private const short FirstVersionWithProducerId = 5;

    public async ValueTask<EndTxnResponse> HandleAsync(EndTxnRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var response = await transactions.EndAsync(request, context.Version, cancellationToken);
        response.ErrorCode = FencingErrors.Of(response.ErrorCode, context.Version, FirstVersionWithProducerFenced);
        if (context.Version < FirstVersionWithProducerId) (response.ProducerId, response.ProducerEpoch) = (-1, -1);
        return response;
    }
}
