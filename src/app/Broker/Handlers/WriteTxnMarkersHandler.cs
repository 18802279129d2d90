using Levada.Broker.Transactions;
using Levada.Metadata;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Runtime.Shards;

namespace Levada.Broker.Handlers;

/// <summary>Writes the markers that another broker's coordinator asks for, or an operator who ends a hanging transaction (KIP-664).</summary>
[KafkaApi(ApiKey.WriteTxnMarkers, 1, 2)]
internal sealed class WriteTxnMarkersHandler(MarkerWriter writer) : IRequestHandler<WriteTxnMarkersRequest, WriteTxnMarkersResponse>
{
    public async ValueTask<WriteTxnMarkersResponse> HandleAsync(
        WriteTxnMarkersRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Markers = await Task.WhenAll(request.Markers.Select(marker => WriteAsync(marker, cancellationToken))) };

    private async Task<WriteTxnMarkersResponse.WritableTxnMarkerResult> WriteAsync(
        WriteTxnMarkersRequest.WritableTxnMarker asked, CancellationToken cancellationToken)
    {
        var marker = new ShardMarker(
            asked.ProducerId,
            asked.ProducerEpoch,
            asked.CoordinatorEpoch,
            asked.TransactionResult,
            asked.TransactionVersion >= TransactionVersions.EpochBump);
        return new() { ProducerId = asked.ProducerId, Topics = await Task.WhenAll(asked.Topics.Select(topic => WriteAsync(topic, marker, cancellationToken))) };
    }

    private async Task<WriteTxnMarkersResponse.WritableTxnMarkerTopicResult> WriteAsync(
        WriteTxnMarkersRequest.WritableTxnMarkerTopic topic, ShardMarker marker, CancellationToken cancellationToken)
    {
        var errors = await Task.WhenAll(topic.PartitionIndexes.Select(index =>
            writer.WriteAsync(new TopicPartition(topic.Name, index), marker, cancellationToken)));
        return new()
        {
            Name = topic.Name,
            Partitions = [.. topic.PartitionIndexes.Zip(errors, (index, error) => new WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult
            {
                PartitionIndex = index, ErrorCode = error,
            })],
        };
    }
}
