using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Broker.Groups;
using Levada.Broker.Share.DeadLetters;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Runtime;
using Levada.Runtime.Shards;

namespace Levada.Broker.Share;

/// <summary>The parts that serve share groups, made and tied together.</summary>
internal sealed class ShareParts : IDisposable
{
    private readonly CoordinatorRuntime<CoordinatorShard<ShareCoordinator>> _runtime;
    private readonly ShareStatePruning _pruning;
    private readonly CancellationTokenSource _stopping = new();

    public ShareParts(
        BrokerConfig config,
        (BrokerClock Clock, TimerQueue Timers, WorkerPool Workers, BrokerLog Log) host,
        MetadataPublisher metadata,
        PartitionRegistry partitions,
        PartitionServices data,
        TopicCreator topics,
        GroupService groups)
    {
        var (clock, timers, workers, log) = host;
        var updateCountMax = config.GetInt("share.coordinator.snapshot.update.records.per.snapshot");
        var options = new CoordinatorRuntimeOptions
        {
            OnEffect = effect => TakeUp((DeadLetterWork)effect),
            CommitTimeoutMs = config.GetInt("share.coordinator.write.timeout.ms"),
            OnFault = (partition, e) => log.Error($"The share coordinator of {TopicNames.ShareGroupState}-{partition} failed", e),
        };
        _runtime = new(options, _ => new(new ShareCoordinator(updateCountMax)), clock.TimeProvider, timers, PoolScheduler.Instance, workers);
        var shards = new CoordinatorService<ShareCoordinator>(TopicNames.ShareGroupState, _runtime, partitions, data.Appender, log.Info);
        States = new ShareStates(shards, topics, metadata, partitions);
        var deadLetters = new DeadLetterWriter(partitions, data.Appender, topics, metadata, clock, log);
        var environment = new SharePartitionEnvironment(States, metadata, timers, data.Flusher, clock, deadLetters, _stopping.Token);
        Partitions = new SharePartitions(partitions, environment);
        var sessions = new ShareSessions(config.GetInt("group.share.max.share.sessions"));
        Groups = new ShareGroups(sessions, Partitions, environment, new FetchLimits(config.FetchBytesMax));
        _pruning = new ShareStatePruning(States, data.Maintenance, timers, config.GetInt("share.coordinator.state.topic.prune.interval.ms"), log);
        metadata.Add(States);
        metadata.Add(Partitions);
        Admin = new ShareGroupAdmin(groups, States, Partitions);
        _pruning.Start();
    }

    public ShareStates States { get; }
    public SharePartitions Partitions { get; }
    public ShareGroups Groups { get; }
    public ShareGroupAdmin Admin { get; }

    public void Dispose()
    {
        if (_stopping.IsCancellationRequested) return;
        // Dead letters that are under way stay to be written when the broker starts again.
        _stopping.Cancel();
        _runtime.Dispose();
        _stopping.Dispose();
    }

    private void TakeUp(DeadLetterWork work)
    {
        // Loading it is enough: the writing begins with that.
        if (Partitions.Find(work.Key) is { } host) _ = host.EnsureLoadedAsync();
    }
}
