using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Persists changes of share partitions.</summary>
[KafkaApi(ApiKey.WriteShareGroupState, 0, 1)]
internal sealed class WriteShareGroupStateHandler(ShareParts share) : IRequestHandler<WriteShareGroupStateRequest, WriteShareGroupStateResponse>
{
    public async ValueTask<WriteShareGroupStateResponse> HandleAsync(
        WriteShareGroupStateRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Results = await Task.WhenAll(request.Topics.Select(topic => RunAsync(request.GroupId, topic))) };

    private async Task<WriteShareGroupStateResponse.WriteStateResult> RunAsync(string groupId, WriteShareGroupStateRequest.WriteStateData topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = await Task.WhenAll(topic.Partitions.Select(asked => RunAsync(new SharePartitionKey(groupId, topic.TopicId, asked.Partition), asked))),
    };

    private async Task<WriteShareGroupStateResponse.PartitionResult> RunAsync(SharePartitionKey key, WriteShareGroupStateRequest.PartitionData asked)
    {
        var batches = Array.ConvertAll(asked.StateBatches, batch =>
            new StateBatch(batch.FirstOffset, batch.LastOffset, (RecordState)batch.DeliveryState, batch.DeliveryCount));
        var write = new ShareStateWrite(asked.StateEpoch, asked.LeaderEpoch, asked.StartOffset, asked.DeliveryCompleteCount, batches);
        return new() { Partition = asked.Partition, ErrorCode = await share.States.WriteAsync(key, write) };
    }
}
