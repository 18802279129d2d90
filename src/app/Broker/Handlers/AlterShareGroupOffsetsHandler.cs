using Levada.Broker.Data;
using Levada.Broker.Share;
using Levada.Coordination.Groups.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Has a share group without members begin partitions at other offsets.</summary>
[KafkaApi(ApiKey.AlterShareGroupOffsets, 0, 0)]
internal sealed class AlterShareGroupOffsetsHandler(ShareParts share, PartitionRegistry partitions)
    : IRequestHandler<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse>
{
    public async ValueTask<AlterShareGroupOffsetsResponse> HandleAsync(
        AlterShareGroupOffsetsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var (error, known) = await share.Admin.FindAsync(request.GroupId);
        if (error != ErrorCode.None) return new() { ErrorCode = error };
        // A group may be told where to begin before anybody joins it; for topics that are not there none is made.
        if (known is null && Array.Exists(request.Topics, topic => partitions.Find(topic.TopicName) is not null)
            && await share.Admin.CreateAsync(request.GroupId) is var refusal and not ErrorCode.None) return new() { ErrorCode = refusal };
        if (known is { IsEmpty: false }) return new() { ErrorCode = ErrorCode.NonEmptyGroup, ErrorMessage = $"Share group {request.GroupId} has members." };
        return new() { Responses = await Task.WhenAll(request.Topics.Select(topic => AlterAsync(request.GroupId, topic))) };
    }

    private async Task<AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponseTopic> AlterAsync(
        string groupId, AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic asked)
    {
        var topic = new ShareTopic(partitions.Find(asked.TopicName)?.Id ?? Uuid.Zero, asked.TopicName, []);
        return new()
        {
            TopicName = asked.TopicName,
            TopicId = topic.Id,
            Partitions = await Task.WhenAll(asked.Partitions.Select(partition => AlterAsync(groupId, topic, partition))),
        };
    }

    private async Task<AlterShareGroupOffsetsResponse.AlterShareGroupOffsetsResponsePartition> AlterAsync(
        string groupId, ShareTopic topic, AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestPartition asked) => new()
    {
        PartitionIndex = asked.PartitionIndex,
        ErrorCode = asked.StartOffset < 0
            ? ErrorCode.InvalidRequest
            : await share.Admin.SetStartOffsetAsync(groupId, topic, asked.PartitionIndex, asked.StartOffset),
    };
}
