using Levada.Broker.Data;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Moves the log start offset of partitions forward.</summary>
[KafkaApi(ApiKey.DeleteRecords, 0, 2)]
internal sealed class DeleteRecordsHandler(PartitionRegistry partitions, LogMaintenance maintenance)
    : IRequestHandler<DeleteRecordsRequest, DeleteRecordsResponse>
{
    public ValueTask<DeleteRecordsResponse> HandleAsync(
        DeleteRecordsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var topics = Array.ConvertAll(request.Topics, topic => new DeleteRecordsResponse.DeleteRecordsTopicResult
        {
            Name = topic.Name,
            Partitions = Array.ConvertAll(topic.Partitions, partition => Delete(topic.Name, partition)),
        });

        // The new start offsets must outlive a restart before anybody is told of them.
        maintenance.CheckpointLogStartOffsets();
        return new(new DeleteRecordsResponse { Topics = topics });
    }

    private DeleteRecordsResponse.DeleteRecordsPartitionResult Delete(
        string topic, DeleteRecordsRequest.DeleteRecordsPartition asked)
    {
        var result = new DeleteRecordsResponse.DeleteRecordsPartitionResult { PartitionIndex = asked.PartitionIndex, LowWatermark = -1 };
        if (partitions.Find(new TopicPartition(topic, asked.PartitionIndex)) is not { } hosted)
        {
            result.ErrorCode = ErrorCode.UnknownTopicOrPartition;
            return result;
        }

        if (TopicNames.IsInternal(topic))
        {
            result.ErrorCode = ErrorCode.InvalidTopicException;
            return result;
        }

        lock (hosted.Gate)
        {
            var partition = hosted.Partition;
            result.ErrorCode = hosted.Unavailable;
            if (result.ErrorCode == ErrorCode.None && !partition.Log.Options.HasDeletePolicy) result.ErrorCode = ErrorCode.PolicyViolation;
            if (result.ErrorCode == ErrorCode.None) result.ErrorCode = partition.DeleteRecordsBefore(asked.Offset);
            if (result.ErrorCode == ErrorCode.None) result.LowWatermark = partition.Log.LogStartOffset;
            return result;
        }
    }
}
