using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Broker.Groups;
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
            CommitTimeoutMs = config.GetInt("share.coordinator.write.timeout.ms"),
            OnFault = (partition, e) => log.Error($"The share coordinator of {TopicNames.ShareGroupState}-{partition} failed", e),
        };
        _runtime = new(options, _ => new(new ShareCoordinator(updateCountMax)), clock.TimeProvider, timers, PoolScheduler.Instance, workers);
        var shards = new CoordinatorService<ShareCoordinator>(TopicNames.ShareGroupState, _runtime, partitions, data.Appender, log.Info);
        States = new ShareStates(shards, topics, metadata, partitions);
        var environment = new SharePartitionEnvironment(States, metadata, timers, data.Flusher, clock);
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

    public void Dispose() => _runtime.Dispose();
}
