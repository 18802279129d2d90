using Levada.Broker.Control;
using Levada.Broker.Transactions;
using Levada.Metadata;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Adds partitions to transactions, for a client (versions 0 to 3) or for other brokers, who may only ask (KIP-890).</summary>
[KafkaApi(ApiKey.AddPartitionsToTxn, 0, 5)]
internal sealed class AddPartitionsToTxnHandler(TransactionService transactions, MetadataPublisher metadata)
    : IRequestHandler<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>
{
    private const short FirstVersionWithProducerFenced = 2;
    private const short FirstBatchedVersion = 4;
    private const short FirstBumpingVersion = 5;

    public async ValueTask<AddPartitionsToTxnResponse> HandleAsync(
        AddPartitionsToTxnRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (context.Version >= FirstBatchedVersion)
            return new() { ResultsByTransaction = await Task.WhenAll(request.Transactions.Select(transaction => HandleAsync(transaction, context.Version))) };
        var result = await HandleAsync(
            new AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction
            {
                TransactionalId = request.V3AndBelowTransactionalId,
                ProducerId = request.V3AndBelowProducerId,
                ProducerEpoch = request.V3AndBelowProducerEpoch,
                Topics = request.V3AndBelowTopics,
            },
            context.Version);
        return new() { ResultsByTopicV3AndBelow = result.TopicResults };
    }

    private async Task<AddPartitionsToTxnResponse.AddPartitionsToTxnResult> HandleAsync(
        AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction asked, short version)
    {
        var partitions = asked.Topics.SelectMany(topic => topic.Partitions, (topic, index) => new TopicPartition(topic.Name, index)).ToHashSet();
        if (partitions.Any(partition => !Exists(partition)))
            return Result(asked, partition => Exists(partition) ? ErrorCode.OperationNotAttempted : ErrorCode.UnknownTopicOrPartition);
        var epoch = new ProducerEpoch(asked.ProducerEpoch);
        if (asked.VerifyOnly)
        {
            var verdicts = await transactions.VerifyPartitionsAsync(asked.TransactionalId, asked.ProducerId, epoch, partitions);
            return Result(asked, partition => verdicts[partition]);
        }

        var clientVersion = version >= FirstBumpingVersion ? TransactionVersions.EpochBump : (short)0;
        var error = FencingErrors.Of(
            await transactions.AddPartitionsAsync(asked.TransactionalId, asked.ProducerId, epoch, partitions, clientVersion),
            version,
            FirstVersionWithProducerFenced);
        return Result(asked, _ => error);
    }

    private bool Exists(TopicPartition partition) => metadata.Image.Topics.Find(partition.Topic)?.Partition(partition.Partition) is not null;

    private static AddPartitionsToTxnResponse.AddPartitionsToTxnResult Result(
        AddPartitionsToTxnRequest.AddPartitionsToTxnTransaction asked, Func<TopicPartition, ErrorCode> errorOf) => new()
    {
        TransactionalId = asked.TransactionalId,
        TopicResults = Array.ConvertAll(asked.Topics, topic => new AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult
        {
            Name = topic.Name,
            ResultsByPartition = Array.ConvertAll(topic.Partitions, index => new AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult
            {
                PartitionIndex = index, PartitionErrorCode = errorOf(new TopicPartition(topic.Name, index)),
            }),
        }),
    };
}
