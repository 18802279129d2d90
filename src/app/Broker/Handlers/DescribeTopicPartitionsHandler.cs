using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Describes topics page by page, eligible leader replicas included (KIP-966).</summary>
[KafkaApi(ApiKey.DescribeTopicPartitions, 0, 0)]
internal sealed class DescribeTopicPartitionsHandler(MetadataPublisher metadata, PartitionRegistry hosted)
    : IRequestHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>
{
    public ValueTask<DescribeTopicPartitionsResponse> HandleAsync(
        DescribeTopicPartitionsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var image = metadata.Image;
        var names = request.Topics.Length > 0
            ? request.Topics.Select(topic => topic.Name).Distinct().Order(StringComparer.Ordinal)
            : image.Topics.InNameOrder.Select(topic => topic.Name);
        var partitionsLeft = Math.Clamp(request.ResponsePartitionLimit, 1, metadata.Configs.Broker.DescribedPartitionCountMax);
        var page = new List<DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic>();
        DescribeTopicPartitionsResponse.Cursor? next = null;
        foreach (var name in names)
        {
            if (request.Cursor is { } cursor && string.CompareOrdinal(name, cursor.TopicName) < 0) continue;
            var first = request.Cursor is { } from && name == from.TopicName ? Math.Max(0, from.PartitionIndex) : 0;
            if (partitionsLeft == 0)
            {
                next = new() { TopicName = name, PartitionIndex = first };
                break;
            }

            var described = Describe(image, name, first, partitionsLeft, out var following);
            partitionsLeft -= described.Partitions.Length;
            page.Add(described);
            if (following is null) continue;
            next = new() { TopicName = name, PartitionIndex = following.Value };
            break;
        }

        return new(new DescribeTopicPartitionsResponse { Topics = [.. page], NextCursor = next });
    }

    private DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic Describe(
        MetadataImage image, string name, int first, int countMax, out int? following)
    {
        following = null;
        if (image.Topics.Find(name) is not { } topic)
        {
            var error = TopicCreator.IsValidName(name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException;
            return new() { Name = name, ErrorCode = error };
        }

        var end = Math.Min(topic.PartitionCount, first + countMax);
        if (end < topic.PartitionCount) following = end;
        return new()
        {
            Name = name,
            TopicId = topic.Id,
            IsInternal = TopicNames.IsInternal(name),
            Partitions = [.. Enumerable.Range(first, Math.Max(0, end - first)).Select(index => Describe(image, topic, index))],
            TopicAuthorizedOperations = AuthorizedOperations.Topic,
        };
    }

    private DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition Describe(MetadataImage image, TopicImage topic, int index)
    {
        var partition = topic.Partition(index)!;
        var leadership = PartitionLeadership.Of(new TopicPartition(topic.Name, index), partition, image, hosted, metadata.NodeId);
        return new()
        {
            ErrorCode = leadership.Error,
            PartitionIndex = index,
            LeaderId = leadership.LeaderId,
            LeaderEpoch = partition.LeaderEpoch.Value,
            ReplicaNodes = partition.Replicas,
            IsrNodes = partition.Isr,
            EligibleLeaderReplicas = partition.EligibleLeaderReplicas,
            LastKnownElr = partition.LastKnownElr,
            OfflineReplicas = leadership.OfflineReplicas,
        };
    }
}
