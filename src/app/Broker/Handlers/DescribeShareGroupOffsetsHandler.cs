using Levada.Broker.Data;
using Levada.Broker.Share;
using Levada.Coordination.Groups.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells where share groups stand in their partitions, and how much lies before them (KIP-1226).</summary>
[KafkaApi(ApiKey.DescribeShareGroupOffsets, 0, 1)]
internal sealed class DescribeShareGroupOffsetsHandler(ShareParts share, PartitionRegistry partitions)
    : IRequestHandler<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>
{
    private const long UnknownLag = -1;

    public async ValueTask<DescribeShareGroupOffsetsResponse> HandleAsync(
        DescribeShareGroupOffsetsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new() { Groups = await Task.WhenAll(request.Groups.Select(DescribeAsync)) };

    private async Task<DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseGroup> DescribeAsync(
        DescribeShareGroupOffsetsRequest.DescribeShareGroupOffsetsRequestGroup asked)
    {
        var (error, known) = await share.Admin.FindAsync(asked.GroupId);
        if (error == ErrorCode.None && known is null) error = ErrorCode.GroupIdNotFound;
        if (error != ErrorCode.None) return new() { GroupId = asked.GroupId, ErrorCode = error };
        var topics = asked.Topics is { } named
            ? named.Select(topic => new ShareTopic(partitions.Find(topic.TopicName)?.Id ?? Uuid.Zero, topic.TopicName, topic.Partitions))
            : known!.Topics;
        return new() { GroupId = asked.GroupId, Topics = await Task.WhenAll(topics.Select(topic => DescribeAsync(asked.GroupId, topic))) };
    }

    private async Task<DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponseTopic> DescribeAsync(string groupId, ShareTopic topic) => new()
    {
        TopicName = topic.Name,
        TopicId = topic.Id,
        Partitions = await Task.WhenAll(topic.Partitions.Select(partition =>
            DescribeAsync(new SharePartitionKey(groupId, topic.Id, partition)))),
    };

    private async Task<DescribeShareGroupOffsetsResponse.DescribeShareGroupOffsetsResponsePartition> DescribeAsync(SharePartitionKey key)
    {
        var read = await share.States.FindAsync(key);
        var (startOffset, lag) = read.State is { StartOffset: >= 0 } state ? Look(key, state) : (PersistedShareState.UninitializedStartOffset, UnknownLag);
        return new()
        {
            PartitionIndex = key.Partition,
            ErrorCode = read.Error,
            StartOffset = startOffset,
            LeaderEpoch = read.State?.LeaderEpoch ?? 0,
            Lag = lag,
        };
    }

    private (long StartOffset, long Lag) Look(in SharePartitionKey key, PersistedShareState state)
    {
        if (partitions.Find(key.TopicId)?.Find(key.Partition) is not { } hosted) return (state.StartOffset, UnknownLag);
        var (logStartOffset, highWatermark) = Bounds(hosted);
        if (share.Partitions.FindProgress(key) is { } known) return (known.StartOffset, known.LagTo(highWatermark));
        // Older states do not have the count.
        var isCounted = state.DeliveryCompleteCount >= 0 || state.Batches.Count == 0;
        var persisted = ShareProgress.Of(state, logStartOffset);
        return (persisted.StartOffset, isCounted ? persisted.LagTo(highWatermark) : UnknownLag);
    }

    private static (long LogStartOffset, long HighWatermark) Bounds(HostedPartition hosted)
    {
        lock (hosted.Gate) return (hosted.Partition.Log.LogStartOffset, hosted.Partition.HighWatermark);
    }
}
