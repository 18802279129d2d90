using Levada.Broker.Data;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Lists the producers a partition remembers (KIP-664).</summary>
[KafkaApi(ApiKey.DescribeProducers, 0, 0)]
internal sealed class DescribeProducersHandler(PartitionRegistry partitions)
    : IRequestHandler<DescribeProducersRequest, DescribeProducersResponse>
{
    public ValueTask<DescribeProducersResponse> HandleAsync(
        DescribeProducersRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = Array.ConvertAll(request.Topics, topic => new DescribeProducersResponse.TopicResponse
        {
            Name = topic.Name,
            Partitions = Array.ConvertAll(topic.PartitionIndexes, partition => Describe(topic.Name, partition)),
        });
        return new(new DescribeProducersResponse { Topics = topics });
    }

    private DescribeProducersResponse.PartitionResponse Describe(string topic, int partition)
    {
        var response = new DescribeProducersResponse.PartitionResponse { PartitionIndex = partition };
        if (partitions.Find(new TopicPartition(topic, partition)) is not { } hosted)
        {
            response.ErrorCode = ErrorCode.UnknownTopicOrPartition;
            return response;
        }

        lock (hosted.Gate)
        {
            response.ErrorCode = hosted.Unavailable;
            if (response.ErrorCode == ErrorCode.None)
                response.ActiveProducers = [.. hosted.Partition.Log.ActiveProducers().Select(Describe)];
        }

        return response;
    }

    private static DescribeProducersResponse.ProducerState Describe(Log.ProducerInfo producer) => new()
    {
        ProducerId = producer.ProducerId,
        ProducerEpoch = producer.Epoch.Value,
        LastSequence = producer.LastSequence,
        LastTimestamp = producer.LastTimestampMs,
        CoordinatorEpoch = producer.CoordinatorEpoch,
        CurrentTxnStartOffset = producer.TransactionFirstOffset,
    };
}
