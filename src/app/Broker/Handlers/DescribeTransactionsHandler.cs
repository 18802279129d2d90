using Levada.Broker.Transactions;
using Levada.Coordination.Transactions;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells where transactional ids stand (KIP-664).</summary>
[KafkaApi(ApiKey.DescribeTransactions, 0, 0)]
internal sealed class DescribeTransactionsHandler(TransactionService transactions)
    : IRequestHandler<DescribeTransactionsRequest, DescribeTransactionsResponse>
{
    public async ValueTask<DescribeTransactionsResponse> HandleAsync(
        DescribeTransactionsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { TransactionStates = await Task.WhenAll(request.TransactionalIds.Select(DescribeAsync)) };

    private async Task<DescribeTransactionsResponse.TransactionStateData> DescribeAsync(string transactionalId)
    {
        var reply = await transactions.DecideAsync(transactionalId, (coordinator, _) => coordinator.Describe(transactionalId));
        return reply.Error == ErrorCode.None ? reply.Response : TransactionCoordinator.Undescribed(transactionalId, reply.Error);
    }
}
