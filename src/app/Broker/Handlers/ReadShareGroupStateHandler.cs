using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells states to the leaders of their partitions, and fences older leaders.</summary>
[KafkaApi(ApiKey.ReadShareGroupState, 0, 0)]
internal sealed class ReadShareGroupStateHandler(ShareParts share) : IRequestHandler<ReadShareGroupStateRequest, ReadShareGroupStateResponse>
{
    public async ValueTask<ReadShareGroupStateResponse> HandleAsync(
        ReadShareGroupStateRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Results = await Task.WhenAll(request.Topics.Select(topic => RunAsync(request.GroupId, topic))) };

    private async Task<ReadShareGroupStateResponse.ReadStateResult> RunAsync(string groupId, ReadShareGroupStateRequest.ReadStateData topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = await Task.WhenAll(topic.Partitions.Select(asked => RunAsync(new SharePartitionKey(groupId, topic.TopicId, asked.Partition), asked))),
    };

    private async Task<ReadShareGroupStateResponse.PartitionResult> RunAsync(SharePartitionKey key, ReadShareGroupStateRequest.PartitionData asked)
    {
        var read = await share.States.ReadAsync(key, asked.LeaderEpoch);
        var result = new ReadShareGroupStateResponse.PartitionResult { Partition = asked.Partition, ErrorCode = read.Error };
        if (read.State is not { } state) return result;
        result.StateEpoch = state.StateEpoch;
        result.StartOffset = state.StartOffset;
        result.StateBatches =
        [
            .. state.Batches.Select(batch => new ReadShareGroupStateResponse.StateBatch
            {
                FirstOffset = batch.First, LastOffset = batch.Last, DeliveryState = (sbyte)batch.State, DeliveryCount = batch.DeliveryCount,
            }),
        ];
        return result;
    }
}
