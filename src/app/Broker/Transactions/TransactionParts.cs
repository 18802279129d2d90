using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Coordination.Groups;
using Levada.Coordination.Transactions;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Runtime;
using Levada.Runtime.Shards;

namespace Levada.Broker.Transactions;

/// <summary>Everything that transactions need, made and tied together, and ended in the opposite order.</summary>
internal sealed class TransactionParts : IDisposable
{
    private readonly CoordinatorRuntime<CoordinatorShard<TransactionCoordinator>> _runtime;
    private readonly MarkerDelivery _delivery;

    public TransactionParts(
        BrokerConfig config,
        MetadataPublisher metadata,
        PartitionRegistry partitions,
        PartitionAppender appender,
        CoordinatorService<GroupCoordinator> groups,
        ProducerIdSource producerIds,
        (BrokerClock Clock, TimerQueue Timers, WorkerPool Workers, BrokerLog Log) host)
    {
        var (clock, timers, workers, log) = host;
        Settings = new TransactionSettings();
        var options = OptionsOf(config);
        var runtimeOptions = new CoordinatorRuntimeOptions
        {
            CommitTimeoutMs = config.GetInt("request.timeout.ms"),
            OnEffect = effect => _delivery!.OnEffect(effect),
            OnFault = (partition, e) => log.Error($"The transaction coordinator of {TopicNames.TransactionState}-{partition} failed", e),
        };
        _runtime = new(
            runtimeOptions,
            partition => new(new TransactionCoordinator(options, EpochOf(partitions, partition), () => Settings.Version)),
            clock.TimeProvider,
            timers,
            PoolScheduler.Instance,
            workers);
        Service = new TransactionService(
            new CoordinatorService<TransactionCoordinator>(TopicNames.TransactionState, _runtime, partitions, appender, log.Info), producerIds, Settings);
        Markers = new MarkerWriter(partitions, appender, groups, clock);
        Verifier = new TransactionVerifier(partitions, Service, Settings, clock);
        var local = new LocalMarkerSender(Markers);
        _delivery = new MarkerDelivery(Service, leader => leader == metadata.NodeId ? local : null, metadata, producerIds, log);
        metadata.Add(Settings);
        metadata.Add(Service);
    }

    public TransactionSettings Settings { get; }
    public TransactionService Service { get; }
    public MarkerWriter Markers { get; }
    public TransactionVerifier Verifier { get; }

    public void Dispose()
    {
        _delivery.Dispose();
        _runtime.Dispose();
    }

    private static TransactionCoordinatorOptions OptionsOf(BrokerConfig config) => new()
    {
        TimeoutMsMax = config.GetInt("transaction.max.timeout.ms"),
        TimeoutCheckIntervalMs = config.GetInt("transaction.abort.timed.out.transaction.cleanup.interval.ms"),
        IdExpirationMs = config.GetInt("transactional.id.expiration.ms"),
        IdExpirationCheckIntervalMs = config.GetInt("transaction.remove.expired.transaction.cleanup.interval.ms"),
    };

    private static int EpochOf(PartitionRegistry partitions, int partition)
    {
        if (partitions.Find(new TopicPartition(TopicNames.TransactionState, partition)) is not { } hosted) return 0;
        lock (hosted.Gate) return hosted.Partition.LeaderEpoch.Value;
    }
}
