using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Reads, sets and deletes the committed offsets of groups from outside of them.</summary>
public sealed class GroupOffsetAdmin(KafkaClient client)
{
    // Later versions name topics by id only.
    private const short NamesVersionMax = 9;
    private const short BatchedVersion = 8;
    private readonly GroupAdmin _groups = new(client);

    /// <summary>Everything the group has committed, ordered by topic and partition.</summary>
    public Task<IReadOnlyList<CommittedOffset>> FetchAsync(string group, CancellationToken cancellationToken = default) =>
        FetchAsync(group, null, cancellationToken);

    /// <summary>What the group has committed, ordered by topic and partition.</summary>
    /// <param name="partitions">Null for all; without a committed offset a partition is left out.</param>
    public async Task<IReadOnlyList<CommittedOffset>> FetchAsync(
        string group, IReadOnlyCollection<TopicPartition>? partitions, CancellationToken cancellationToken = default)
    {
        var (_, response) = await _groups.CoordinatedAsync<OffsetFetchRequest, OffsetFetchResponse>(
            group, ApiKey.OffsetFetch, version => FetchRequest(group, partitions, version), FetchError, cancellationToken, NamesVersionMax);
        var error = FetchError(response);
        if (error == ErrorCode.GroupIdNotFound) return [];
        if (error != ErrorCode.None) throw KafkaException.From(error, $"reading the offsets of group {group}");
        var offsets = response.Groups is [var found, ..] ? Batched(found) : Single(response);
        return
        [
            .. offsets.Where(offset => offset.Offset >= 0)
                .OrderBy(offset => offset.Partition.Topic, StringComparer.Ordinal)
                .ThenBy(offset => offset.Partition.Partition),
        ];
    }

    /// <summary>Commits offsets for a group without active members.</summary>
    /// <exception cref="KafkaException">UNKNOWN_MEMBER_ID and others while the group has members.</exception>
    public Task CommitAsync(string group, IReadOnlyCollection<CommittedOffset> offsets, CancellationToken cancellationToken = default) =>
        CommitAsync(group, -1, "", null, offsets, cancellationToken);

    /// <summary>Forgets committed offsets of partitions.</summary>
    public async Task DeleteAsync(string group, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellationToken = default)
    {
        var (_, response) = await _groups.CoordinatedAsync<OffsetDeleteRequest, OffsetDeleteResponse>(
            group, ApiKey.OffsetDelete, _ => DeleteRequest(group, partitions), answer => answer.ErrorCode, cancellationToken);
        if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, $"deleting offsets of group {group}");
        foreach (var topic in response.Topics)
        {
            foreach (var partition in topic.Partitions)
            {
                if (partition.ErrorCode != ErrorCode.None)
                    throw KafkaException.From(partition.ErrorCode, $"deleting the offset of {topic.Name}-{partition.PartitionIndex}");
            }
        }
    }

    internal async Task CommitAsync(
        string group, int generation, string memberId, string? instanceId, IReadOnlyCollection<CommittedOffset> offsets, CancellationToken cancellationToken)
    {
        if (offsets.Count == 0) return;
        var (_, response) = await _groups.CoordinatedAsync<OffsetCommitRequest, OffsetCommitResponse>(
            group, ApiKey.OffsetCommit, _ => CommitRequest(group, generation, memberId, instanceId, offsets), FirstError, cancellationToken, NamesVersionMax);
        if (FirstError(response) is var error && error != ErrorCode.None)
            throw KafkaException.From(error, $"committing offsets of group {group}");
    }

    private static OffsetFetchRequest FetchRequest(string group, IReadOnlyCollection<TopicPartition>? partitions, short version)
    {
        var topics = partitions?.GroupBy(partition => partition.Topic, partition => partition.Partition);
        if (version < BatchedVersion)
        {
            return new OffsetFetchRequest
            {
                GroupId = group,
                Topics = topics?.Select(
                    topic => new OffsetFetchRequest.OffsetFetchRequestTopic { Name = topic.Key, PartitionIndexes = [.. topic] }).ToArray(),
            };
        }

        var request = new OffsetFetchRequest.OffsetFetchRequestGroup
        {
            GroupId = group,
            Topics = topics?.Select(
                topic => new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic.Key, PartitionIndexes = [.. topic] }).ToArray(),
        };
        return new OffsetFetchRequest { Groups = [request] };
    }

    private static ErrorCode FetchError(OffsetFetchResponse response) =>
        response.Groups is [var group, ..] ? group.ErrorCode : response.ErrorCode;

    private static IEnumerable<CommittedOffset> Batched(OffsetFetchResponse.OffsetFetchResponseGroup group) =>
        from topic in @group.Topics
        from partition in topic.Partitions
        select new CommittedOffset(
            new TopicPartition(topic.Name, partition.PartitionIndex), partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata ?? "");

    private static IEnumerable<CommittedOffset> Single(OffsetFetchResponse response) =>
        from topic in response.Topics
        from partition in topic.Partitions
        select new CommittedOffset(
            new TopicPartition(topic.Name, partition.PartitionIndex), partition.CommittedOffset, partition.CommittedLeaderEpoch, partition.Metadata ?? "");

    private static ErrorCode FirstError(OffsetCommitResponse response) =>
        response.Topics.SelectMany(topic => topic.Partitions).Select(partition => partition.ErrorCode).FirstOrDefault(error => error != ErrorCode.None);

    private static OffsetCommitRequest CommitRequest(
        string group, int generation, string memberId, string? instanceId, IReadOnlyCollection<CommittedOffset> offsets) => new()
    {
        GroupId = group,
        GenerationIdOrMemberEpoch = generation,
        MemberId = memberId,
        GroupInstanceId = instanceId,
        Topics =
        [
            .. offsets.GroupBy(offset => offset.Partition.Topic).Select(topic => new OffsetCommitRequest.OffsetCommitRequestTopic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.Select(offset => new OffsetCommitRequest.OffsetCommitRequestPartition
                    {
                        PartitionIndex = offset.Partition.Partition,
                        CommittedOffset = offset.Offset,
                        CommittedLeaderEpoch = offset.LeaderEpoch,
                        CommittedMetadata = offset.Metadata,
                    }),
                ],
            }),
        ],
    };

    private static OffsetDeleteRequest DeleteRequest(string group, IReadOnlyCollection<TopicPartition> partitions) => new()
    {
        GroupId = group,
        Topics =
        [
            .. partitions.GroupBy(partition => partition.Topic).Select(topic => new OffsetDeleteRequest.OffsetDeleteRequestTopic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.Select(partition => new OffsetDeleteRequest.OffsetDeleteRequestPartition { PartitionIndex = partition.Partition }),
                ],
            }),
        ],
    };
}
