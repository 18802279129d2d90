using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells how far share groups have come, without their share.States.</summary>
[KafkaApi(ApiKey.ReadShareGroupStateSummary, 0, 1)]
internal sealed class ReadShareGroupStateSummaryHandler(ShareParts share) : IRequestHandler<ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse>
{
    public async ValueTask<ReadShareGroupStateSummaryResponse> HandleAsync(
        ReadShareGroupStateSummaryRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Results = await Task.WhenAll(request.Topics.Select(topic => RunAsync(request.GroupId, topic))) };

    private async Task<ReadShareGroupStateSummaryResponse.ReadStateSummaryResult> RunAsync(string groupId, ReadShareGroupStateSummaryRequest.ReadStateSummaryData topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = await Task.WhenAll(topic.Partitions.Select(asked => RunAsync(new SharePartitionKey(groupId, topic.TopicId, asked.Partition), asked))),
    };

    private async Task<ReadShareGroupStateSummaryResponse.PartitionResult> RunAsync(SharePartitionKey key, ReadShareGroupStateSummaryRequest.PartitionData asked)
    {
        var read = await share.States.FindAsync(key);
        return new()
        {
            Partition = asked.Partition,
            ErrorCode = read.Error,
            StateEpoch = read.State?.StateEpoch ?? 0,
            LeaderEpoch = read.State?.LeaderEpoch ?? 0,
            StartOffset = read.State?.StartOffset ?? PersistedShareState.UninitializedStartOffset,
            DeliveryCompleteCount = read.State?.DeliveryCompleteCount ?? PersistedShareState.UnknownDeliveryCompleteCount,
        };
    }
}
