using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Looks offsets up by time and deletes records before an offset.</summary>
public sealed class OffsetAdmin(KafkaClient client)
{
    private const short IsolationVersion = 2;

    /// <summary>One offset per partition: <see cref="OffsetTarget"/> or the first record at or after a time.</summary>
    /// <param name="targets">Milliseconds since 1970 or an <see cref="OffsetTarget"/>, by partition.</param>
    /// <param name="isCommittedOnly">Whether "latest" ends before open transactions.</param>
    public async Task<IReadOnlyList<PartitionOffset>> ListAsync(
        IReadOnlyCollection<KeyValuePair<TopicPartition, long>> targets, bool isCommittedOnly = false, CancellationToken cancellationToken = default)
    {
        await EnsureTopicsAsync(targets.Select(target => target.Key.Topic), cancellationToken);
        return await ByLeader.AskAsync(
            client,
            targets,
            target => target.Key,
            (node, part) => ListAtAsync(node, part, isCommittedOnly, cancellationToken),
            result => (result.Partition, result.Error),
            cancellationToken);
    }

    /// <summary>Looks one target up for every partition of a topic, ordered by partition.</summary>
    public async Task<IReadOnlyList<PartitionOffset>> ListTopicAsync(
        string topic, long target, bool isCommittedOnly = false, CancellationToken cancellationToken = default)
    {
        var metadata = await client.GetTopicAsync(topic, cancellationToken: cancellationToken);
        var targets = metadata.Partitions
            .Select(partition => KeyValuePair.Create(new TopicPartition(topic, partition.Partition), target))
            .ToList();
        var found = await ListAsync(targets, isCommittedOnly, cancellationToken);
        return [.. found.OrderBy(offset => offset.Partition.Partition)];
    }

    /// <summary>Deletes the records before an offset (-1: all that are committed). The answer's offset is the new log start.</summary>
    public async Task<IReadOnlyList<PartitionOffset>> DeleteBeforeAsync(
        IReadOnlyCollection<KeyValuePair<TopicPartition, long>> offsets, CancellationToken cancellationToken = default)
    {
        await EnsureTopicsAsync(offsets.Select(offset => offset.Key.Topic), cancellationToken);
        return await ByLeader.AskAsync(
            client,
            offsets,
            offset => offset.Key,
            (node, part) => DeleteAtAsync(node, part, cancellationToken),
            result => (result.Partition, result.Error),
            cancellationToken);
    }

    private async Task EnsureTopicsAsync(IEnumerable<string> topics, CancellationToken cancellationToken)
    {
        foreach (var topic in topics.Distinct()) await client.GetTopicAsync(topic, cancellationToken: cancellationToken);
    }

    private async Task<IReadOnlyList<PartitionOffset>> ListAtAsync(
        int node, IReadOnlyList<KeyValuePair<TopicPartition, long>> targets, bool isCommittedOnly, CancellationToken cancellationToken)
    {
        var response = await client.SendToNodeAsync<ListOffsetsRequest, ListOffsetsResponse>(
            node, ApiKey.ListOffsets, version => ListRequest(targets, isCommittedOnly, version), cancellationToken);
        return
        [
            .. from topic in response.Topics
               from partition in topic.Partitions
               select new PartitionOffset(
                   new TopicPartition(topic.Name, partition.PartitionIndex), partition.ErrorCode, partition.Offset, partition.Timestamp),
        ];
    }

    private ListOffsetsRequest ListRequest(IReadOnlyList<KeyValuePair<TopicPartition, long>> targets, bool isCommittedOnly, short version)
    {
        var request = new ListOffsetsRequest
        {
            ReplicaId = -1,
            Topics =
            [
                .. targets.GroupBy(target => target.Key.Topic).Select(topic => new ListOffsetsRequest.ListOffsetsTopic
                {
                    Name = topic.Key,
                    Partitions =
                    [
                        .. topic.Select(target => new ListOffsetsRequest.ListOffsetsPartition
                        {
                            PartitionIndex = target.Key.Partition, Timestamp = target.Value,
                        }),
                    ],
                }),
            ],
            TimeoutMs = client.Options.RequestTimeoutMs,
        };
        if (version >= IsolationVersion) request.IsolationLevel = isCommittedOnly ? (sbyte)1 : (sbyte)0;
        return request;
    }

    private async Task<IReadOnlyList<PartitionOffset>> DeleteAtAsync(
        int node, IReadOnlyList<KeyValuePair<TopicPartition, long>> offsets, CancellationToken cancellationToken)
    {
        var response = await client.SendToNodeAsync<DeleteRecordsRequest, DeleteRecordsResponse>(
            node, ApiKey.DeleteRecords, _ => DeleteRequest(offsets), cancellationToken);
        return
        [
            .. from topic in response.Topics
               from partition in topic.Partitions
               select new PartitionOffset(
                   new TopicPartition(topic.Name, partition.PartitionIndex), partition.ErrorCode, partition.LowWatermark, -1),
        ];
    }

    private DeleteRecordsRequest DeleteRequest(IReadOnlyList<KeyValuePair<TopicPartition, long>> offsets) => new()
    {
        Topics =
        [
            .. offsets.GroupBy(offset => offset.Key.Topic).Select(topic => new DeleteRecordsRequest.DeleteRecordsTopic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.Select(offset => new DeleteRecordsRequest.DeleteRecordsPartition
                    {
                        PartitionIndex = offset.Key.Partition, Offset = offset.Value,
                    }),
                ],
            }),
        ],
        TimeoutMs = client.Options.RequestTimeoutMs,
    };
}
