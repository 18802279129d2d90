using Levada.Broker.Groups;
using Levada.Broker.Transactions;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Adds a group's partition of the offsets topic to a transaction.</summary>
[KafkaApi(ApiKey.AddOffsetsToTxn, 0, 4)]
internal sealed class AddOffsetsToTxnHandler(TransactionService transactions, GroupService groups)
    : IRequestHandler<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>
{
    private const short FirstVersionWithProducerFenced = 2;

    public async ValueTask<AddOffsetsToTxnResponse> HandleAsync(
        AddOffsetsToTxnRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var partition = groups.PartitionOf(request.GroupId);
        if (partition < 0) return new() { ErrorCode = ErrorCode.CoordinatorNotAvailable };
        var error = await transactions.AddPartitionsAsync(
            request.TransactionalId,
            request.ProducerId,
            new ProducerEpoch(request.ProducerEpoch),
            [new TopicPartition(TopicNames.ConsumerOffsets, partition)],
            clientVersion: 0);
        return new() { ErrorCode = FencingErrors.Of(error, context.Version, FirstVersionWithProducerFenced) };
    }
}
