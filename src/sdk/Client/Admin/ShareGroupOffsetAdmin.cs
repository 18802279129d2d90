using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Reads, sets and deletes the start offsets of share groups (KIP-932).</summary>
public sealed class ShareGroupOffsetAdmin(KafkaClient client)
{
    private readonly GroupAdmin _groups = new(client);

    /// <summary>All partitions the group keeps a state of, ordered by topic and partition; null where it is no share group.</summary>
    public async Task<IReadOnlyList<ShareGroupOffset>?> FindAsync(string group, CancellationToken cancellationToken = default)
    {
        try
        {
            var (_, response) = await _groups.CoordinatedAsync<DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse>(
                group, ApiKey.DescribeShareGroupOffsets, _ => new() { Groups = [new() { GroupId = group, Topics = null }] }, ErrorOf, cancellationToken);
            if (ErrorOf(response) == ErrorCode.GroupIdNotFound) return null;
            if (ErrorOf(response) is not ErrorCode.None and var error) throw KafkaException.From(error, $"reading the offsets of share group {group}");
            return
            [
                .. from topic in response.Groups[0].Topics.OrderBy(topic => topic.TopicName, StringComparer.Ordinal)
                   from partition in topic.Partitions.OrderBy(partition => partition.PartitionIndex)
                   where partition.ErrorCode == ErrorCode.None
                   select new ShareGroupOffset(new TopicPartition(topic.TopicName, partition.PartitionIndex), partition.StartOffset, partition.Lag),
            ];
        }
        catch (KafkaException e) when (e.Error == ErrorCode.UnsupportedVersion)
        {
            return null;
        }
    }

    /// <summary>Has a group without members begin partitions at other offsets.</summary>
    /// <exception cref="KafkaException">NON_EMPTY_GROUP while it has members.</exception>
    public async Task AlterAsync(string group, IReadOnlyCollection<KeyValuePair<TopicPartition, long>> offsets, CancellationToken cancellationToken = default)
    {
        var topics = offsets.GroupBy(offset => offset.Key.Topic).Select(topic => new AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestTopic
        {
            TopicName = topic.Key,
            Partitions =
            [
                .. topic.Select(offset => new AlterShareGroupOffsetsRequest.AlterShareGroupOffsetsRequestPartition
                {
                    PartitionIndex = offset.Key.Partition, StartOffset = offset.Value,
                }),
            ],
        }).ToArray();
        var (_, response) = await _groups.CoordinatedAsync<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse>(
            group, ApiKey.AlterShareGroupOffsets, _ => new() { GroupId = group, Topics = topics }, answer => answer.ErrorCode, cancellationToken);
        Check(response.ErrorCode, response.ErrorMessage, $"setting the offsets of share group {group}");
        foreach (var topic in response.Responses)
        {
            foreach (var partition in topic.Partitions)
                Check(partition.ErrorCode, partition.ErrorMessage, $"setting the offset of {topic.TopicName}-{partition.PartitionIndex}");
        }
    }

    /// <summary>Forgets what a group without members keeps of topics.</summary>
    /// <exception cref="KafkaException">NON_EMPTY_GROUP while it has members.</exception>
    public async Task DeleteAsync(string group, IReadOnlyCollection<string> topics, CancellationToken cancellationToken = default)
    {
        var (_, response) = await _groups.CoordinatedAsync<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse>(
            group, ApiKey.DeleteShareGroupOffsets,
            _ => new() { GroupId = group, Topics = [.. topics.Select(topic => new DeleteShareGroupOffsetsRequest.DeleteShareGroupOffsetsRequestTopic { TopicName = topic })] },
            answer => answer.ErrorCode, cancellationToken);
        Check(response.ErrorCode, response.ErrorMessage, $"deleting offsets of share group {group}");
        foreach (var topic in response.Responses) Check(topic.ErrorCode, topic.ErrorMessage, $"deleting the offsets of {topic.TopicName}");
    }

    private static ErrorCode ErrorOf(DescribeShareGroupOffsetsResponse answer) =>
        answer.Groups is [var first, ..] ? first.ErrorCode : ErrorCode.UnknownServerError;

    private static void Check(ErrorCode error, string? message, string doing)
    {
        if (error != ErrorCode.None) throw KafkaException.From(error, doing, message);
    }
}
