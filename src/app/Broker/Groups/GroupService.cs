using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Coordination;
using Levada.Coordination.Groups;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Broker.Groups;

/// <summary>The classic groups that this broker coordinates: one shard for each partition of <c>__consumer_offsets</c> it leads.</summary>
internal sealed class GroupService(
    CoordinatorRuntime<GroupShard> runtime, PartitionRegistry partitions, PartitionAppender appender, MetadataPublisher metadata)
    : IMetadataFollower, ITopicIds
{
    private const int LoadTryCount = 100;
    private static readonly TimeSpan LoadTryInterval = TimeSpan.FromMilliseconds(5);

    public string? NameOf(Uuid topicId) => metadata.Image.Topics.Find(topicId)?.Name;

    public Uuid IdOf(string topicName) => metadata.Image.Topics.Find(topicName)?.Id ?? Uuid.Zero;

    /// <summary>Has a request decided that is answered at once; its answer comes when what it changed is committed.</summary>
    public Task<ShardReply<TResponse>> DecideAsync<TResponse>(string groupId, Func<GroupCoordinator, Decision, TResponse> decide)
        where TResponse : notnull =>
        WhenLoadedAsync(() => runtime.DecideAsync<TResponse>(PartitionOf(groupId), (shard, turn, token) => shard.Decide(turn, token, decide)));

    /// <summary>Has a request decided that may wait for others, such as JoinGroup.</summary>
    public Task<ShardReply<TResponse>> DecideLaterAsync<TResponse>(string groupId, Action<GroupCoordinator, Decision, long> decide) =>
        WhenLoadedAsync(() => runtime.DecideAsync<TResponse>(PartitionOf(groupId), (shard, turn, token) =>
            shard.DecideLater(turn, (coordinator, decision) => decide(coordinator, decision, token))));

    /// <summary>Asks every shard of this broker.</summary>
    public async Task<IReadOnlyList<ShardReply<TResponse>>> AskAllAsync<TResponse>(Func<GroupCoordinator, Decision, TResponse> ask)
        where TResponse : notnull =>
        await Task.WhenAll(runtime.ActivePartitions.Select(partition =>
            runtime.DecideAsync<TResponse>(partition, (shard, turn, token) => shard.Decide(turn, token, ask))));

    /// <summary>Whether some groups are not known yet, because their partitions are still being read.</summary>
    public bool IsAnyLoading => runtime.IsAnyLoading;

    public void Follow(MetadataChange change, ConfigView configs)
    {
        var deleted = change.Topics.Where(topic => topic.IsDeleted).Select(topic => topic.Before!.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var topic in change.Topics)
        {
            if ((topic.After ?? topic.Before)!.Name == TopicNames.ConsumerOffsets) FollowOwnTopic(topic);
        }

        if (deleted.Count > 0) _ = AskAllAsync((coordinator, decision) => ForgetTopics(coordinator, deleted, decision));
    }

    /// <summary>
    /// Waits a moment for a shard that is being read: one just created has nothing to read, and some clients take the answer
    /// "loading" for the end of their consumer.
    /// </summary>
    private static async Task<ShardReply<TResponse>> WhenLoadedAsync<TResponse>(Func<Task<ShardReply<TResponse>>> ask)
    {
        for (var triesLeft = LoadTryCount; ; triesLeft--)
        {
            var reply = await ask();
            if (reply.Error != ErrorCode.CoordinatorLoadInProgress || triesLeft == 0) return reply;
            await Task.Delay(LoadTryInterval);
        }
    }

    private static bool ForgetTopics(GroupCoordinator coordinator, IReadOnlySet<string> deleted, Decision decision)
    {
        coordinator.OnTopicsDeleted(deleted, decision);
        return true;
    }

    private void FollowOwnTopic(in TopicChange change)
    {
        if (change.After is not { } topic)
        {
            for (var partition = 0; partition < change.Before!.PartitionCount; partition++) runtime.Unload(partition);
            return;
        }

        for (var partition = change.Before?.PartitionCount ?? 0; partition < topic.PartitionCount; partition++)
        {
            if (partitions.Find(new TopicPartition(topic.Name, partition)) is { } hosted)
                runtime.Load(partition, new PartitionShardLog(hosted, appender));
        }
    }

    private int PartitionOf(string groupId)
    {
        var count = partitions.Find(TopicNames.ConsumerOffsets)?.Partitions.Length ?? 0;
        return count == 0 ? -1 : GroupPartitioner.PartitionFor(groupId, count);
    }
}
