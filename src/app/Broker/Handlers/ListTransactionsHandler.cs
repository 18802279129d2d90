using Levada.Broker.Transactions;
using Levada.Coordination.Transactions;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lists the transactions that this broker coordinates (KIP-664, KIP-994, KIP-1152).</summary>
[KafkaApi(ApiKey.ListTransactions, 0, 2)]
internal sealed class ListTransactionsHandler(TransactionService transactions) : IRequestHandler<ListTransactionsRequest, ListTransactionsResponse>
{
    public async ValueTask<ListTransactionsResponse> HandleAsync(
        ListTransactionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (!TransactionCoordinator.TryParsePattern(request.TransactionalIdPattern, out var pattern))
            return new() { ErrorCode = ErrorCode.InvalidRegularExpression };
        if (transactions.IsAnyLoading) return new() { ErrorCode = ErrorCode.CoordinatorLoadInProgress };
        var replies = await transactions.AskAllAsync((coordinator, decision) => coordinator.List(request, pattern, decision));
        return new()
        {
            UnknownStateFilters = TransactionCoordinator.UnknownStates(request.StateFilters),
            TransactionStates = [.. replies.Where(reply => reply.Error == ErrorCode.None).SelectMany(reply => reply.Response!)],
        };
    }
}
