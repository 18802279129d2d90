using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Coordination;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Broker.Coordinators;

/// <summary>One kind of coordinator on this broker: a shard for each partition of its internal topic that the broker leads.</summary>
/// <param name="topicName">The internal topic that keeps its state.</param>
/// <param name="report">Told how far a long load has come.</param>
internal sealed class CoordinatorService<TCoordinator>(
    string topicName, CoordinatorRuntime<CoordinatorShard<TCoordinator>> runtime, PartitionRegistry partitions, PartitionAppender appender, Action<string> report)
    : IMetadataFollower
    where TCoordinator : class, ICoordinator
{
    private const int LoadTryCount = 100;
    private static readonly TimeSpan LoadTryInterval = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether some keys are not known yet, because their partitions are still being read.</summary>
    public bool IsAnyLoading => runtime.IsAnyLoading;

    /// <summary>Has a request decided that is answered at once; its answer comes when what it changed is committed.</summary>
    /// <param name="key">The group, transactional id or share partition that names the shard.</param>
    public Task<ShardReply<TResponse>> DecideAsync<TResponse>(string key, Func<TCoordinator, Decision, TResponse> decide)
        where TResponse : notnull =>
        WhenLoadedAsync(() => runtime.DecideAsync<TResponse>(PartitionOf(key), (shard, turn, token) => shard.Decide(turn, token, decide)));

    /// <summary>Has something decided by the shard of one partition of the internal topic.</summary>
    public Task<ShardReply<TResponse>> DecideAtAsync<TResponse>(int partition, Func<TCoordinator, Decision, TResponse> decide)
        where TResponse : notnull => runtime.DecideAsync<TResponse>(partition, (shard, turn, token) => shard.Decide(turn, token, decide));

    /// <summary>Has a request decided that may wait for others, such as JoinGroup.</summary>
    public Task<ShardReply<TResponse>> DecideLaterAsync<TResponse>(string key, Action<TCoordinator, Decision, long> decide) =>
        WhenLoadedAsync(() => runtime.DecideAsync<TResponse>(PartitionOf(key), (shard, turn, token) =>
            shard.DecideLater(turn, (coordinator, decision) => decide(coordinator, decision, token))));

    /// <summary>Has a request decided whose records are part of a producer's transaction.</summary>
    public Task<ShardReply<TResponse>> DecideInTransactionAsync<TResponse>(
        string key, ShardProducer producer, Func<TCoordinator, Decision, TResponse> decide)
        where TResponse : notnull =>
        WhenLoadedAsync(() => runtime.DecideAsync<TResponse>(PartitionOf(key), (shard, turn, token) =>
        {
            turn.Producer = producer;
            shard.Decide(turn, token, decide);
        }));

    /// <summary>Ends a producer's transaction in one partition of the internal topic.</summary>
    public async Task<ErrorCode> EndTransactionAsync(int partition, ShardMarker marker) =>
        (await WhenLoadedAsync(() => runtime.DecideAsync<bool>(partition, (_, turn, token) =>
        {
            turn.EndTransaction(marker);
            turn.Complete(token, true);
        }))).Error;

    /// <summary>The partition of the internal topic that keeps a key; -1 while there is none.</summary>
    public int PartitionOf(string key)
    {
        var count = partitions.Find(topicName)?.Partitions.Length ?? 0;
        return count == 0 ? -1 : CoordinatorPartitioner.PartitionFor(key, count);
    }

    /// <summary>Asks every shard of this broker.</summary>
    public async Task<IReadOnlyList<ShardReply<TResponse>>> AskAllAsync<TResponse>(Func<TCoordinator, Decision, TResponse> ask)
        where TResponse : notnull =>
        await Task.WhenAll(runtime.ActivePartitions.Select(partition =>
            runtime.DecideAsync<TResponse>(partition, (shard, turn, token) => shard.Decide(turn, token, ask))));

    public void Follow(MetadataChange change, ConfigView configs)
    {
        foreach (var topic in change.Topics)
        {
            if ((topic.After ?? topic.Before)!.Name == topicName) Follow(topic);
        }
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

    private void Follow(in TopicChange change)
    {
        if (change.After is not { } topic)
        {
            for (var partition = 0; partition < change.Before!.PartitionCount; partition++) runtime.Unload(partition);
            return;
        }

        for (var partition = change.Before?.PartitionCount ?? 0; partition < topic.PartitionCount; partition++)
        {
            if (partitions.Find(new TopicPartition(topicName, partition)) is { } hosted)
                runtime.Load(partition, new PartitionShardLog(hosted, appender, report));
        }
    }
}
