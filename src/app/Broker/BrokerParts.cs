using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Broker.Groups;
using Levada.Broker.Metrics;
using Levada.Broker.Quotas;
using Levada.Broker.Share;
using Levada.Broker.Transactions;
using Levada.Coordination.Groups;
using Levada.Log;
using Levada.Metadata;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Quorum;
using Levada.Runtime;
using Levada.Runtime.Shards;

namespace Levada.Broker;

/// <summary>The broker's parts, made and tied together in one place, and ended in the opposite order.</summary>
internal sealed class BrokerParts : IDisposable
{
    private const int WorkerThreadCount = 4;
    private const int ColdReaderThreadCount = 4;
    private readonly BrokerClock _clock;
    private readonly BrokerRandom _random = new();
    private readonly TimerQueue _timers;
    private readonly WorkerPool _workers;
    private readonly WorkerPool _coldReaders;
    private readonly PartitionRegistry _partitions = new();
    private readonly GroupClusterView _groupCluster = new();
    private readonly ClientQuotas _quotas;
    private ShareParts? _share;
    private readonly CoordinatorRuntime<CoordinatorShard<GroupCoordinator>> _groupRuntime;
    private TransactionParts? _transactions;

    /// <exception cref="StartupException">A log directory cannot be used.</exception>
    public BrokerParts(BrokerConfig config, IFileSystem files, TimeProvider time, BrokerLog log)
    {
        Log = log;
        _clock = new BrokerClock(time);
        _timers = new TimerQueue(time, PoolScheduler.Instance);
        _quotas = new ClientQuotas(config, _timers, time);
        _workers = new WorkerPool("levada-io", WorkerThreadCount, int.MaxValue, e => log.Error("A background task failed", e));

        // Threads of their own: whoever waits for a flush must not stand behind readers of old records.
        _coldReaders = new WorkerPool("levada-read", ColdReaderThreadCount, int.MaxValue, e => log.Error("A fetch failed", e));
        var outage = new DirectoryOutage(_partitions, log);
        Directories = LogDirectories.Open(files, config.LogDirs, config.NodeId, config.ClusterId, _random, (directory, reason) =>
        {
            outage.OnOffline(directory, reason);
            EndWithoutDirectories(directory, reason);
        });
        try
        {
            Metadata = new MetadataPublisher(config, Directories.ClusterId);
            Metadata.Add(_quotas);
            _groupRuntime = CreateGroupRuntime(config, time);
            Services = CreateServices(config);
        }
        catch
        {
            Directories.Dispose();
            throw;
        }
    }

    public LogDirectories Directories { get; }
    public MetadataPublisher Metadata { get; }
    public BrokerServices Services { get; }
    public BrokerLog Log { get; }

    /// <summary>Ends when the broker cannot go on.</summary>
    public TaskCompletionSource<Exception> Failed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Makes every log durable and says so; a directory that fails on the way is left as after a crash.</summary>
    public void CloseCleanly()
    {
        Services.Cleaner.Dispose();
        // The decision in hand still needs the worker threads for its flush, and markers need the groups.
        _transactions?.Dispose();
        _groupRuntime.Dispose();
        _share?.Dispose();
        Services.Controller.Dispose();
        _timers.Dispose();
        _workers.Dispose();
        _coldReaders.Dispose();
        var epoch = Metadata.BrokerEpoch;
        foreach (var directory in Directories.Online.ToArray())
        {
            try
            {
                Services.Maintenance.CloseLogs(directory);
                directory.MarkCleanShutdown(epoch);
            }
            catch (IOException e)
            {
                Log.Error($"{directory.Path} could not be closed in good order", e);
            }
        }
    }

    public void Dispose()
    {
        Services.Cleaner.Dispose();
        _transactions?.Dispose();
        _groupRuntime.Dispose();
        _share?.Dispose();
        _timers.Dispose();
        _workers.Dispose();
        _coldReaders.Dispose();
        Services.ProducerIds.Dispose();
        _random.Dispose();
        Directories.Dispose();
    }

    private BrokerServices CreateServices(BrokerConfig config)
    {
        var deletions = new DelayedDeletions(_timers, _workers, Log);
        var flusher = new Flusher(_workers);
        var appender = new PartitionAppender(_partitions, flusher, _clock);
        var sessions = new FetchSessions(config.FetchSessionCountMax, _clock, _random);
        var controller = CreateController(config, deletions);
        var creator = new TopicCreator(controller, Metadata);
        var maintenance = new LogMaintenance(_partitions, Directories, deletions, flusher, _timers, _workers, _clock);
        var coordinators = CreateCoordinators(config, (deletions, flusher, appender), creator, maintenance, new ProducerIdSource(controller, Metadata));
        return new BrokerServices
        {
            Clock = _clock,
            Random = _random,
            Metrics = new BrokerMetrics(),
            Quotas = _quotas,
            Metadata = Metadata,
            Controller = controller,
            TopicCreator = creator,
            Directories = Directories,
            Maintenance = maintenance,
            Cleaner = CreateCleaner(maintenance, deletions),
            Partitions = _partitions,
            Appender = appender,
            PendingProduce = new PendingProducePool(_timers),
            Fetches = new FetchOperationPool(_timers, _clock, flusher, _coldReaders, sessions),
            FetchSessions = sessions,
            FetchLimits = new FetchLimits(config.FetchBytesMax),
            Groups = coordinators.Groups,
            Share = coordinators.Share,
            TransactionParts = coordinators.Transactions,
        };
    }

    private (GroupService Groups, ShareParts Share, TransactionParts Transactions) CreateCoordinators(
        BrokerConfig config,
        (DelayedDeletions Deletions, Flusher Flusher, PartitionAppender Appender) data,
        TopicCreator creator,
        LogMaintenance maintenance,
        ProducerIdSource producerIds)
    {
        var (deletions, flusher, appender) = data;
        var shards = new CoordinatorService<GroupCoordinator>(TopicNames.ConsumerOffsets, _groupRuntime, _partitions, appender, Log.Info);
        var groups = CreateGroups(shards, flusher, deletions);
        _share = new ShareParts(config, _timers, _workers, _clock, Log, Metadata, _partitions, appender, flusher, creator, maintenance, groups);
        _transactions = new TransactionParts(config, Metadata, _partitions, appender, shards, producerIds, (_clock, _timers, _workers, Log));
        return (groups, _share, _transactions);
    }

    private GroupService CreateGroups(CoordinatorService<GroupCoordinator> shards, Flusher flusher, DelayedDeletions deletions)
    {
        var groups = new GroupService(shards, Metadata);
        Metadata.Add(new TopicHosting(_partitions, new PartitionOpener(Directories, flusher, deletions, _clock, _random, Log)));
        Metadata.Add(_groupCluster);
        Metadata.Add(groups);
        return groups;
    }

    private ControllerLoop CreateController(BrokerConfig config, DelayedDeletions deletions)
    {
        var home = Directories.All.FirstOrDefault(directory => directory.Path == config.MetadataLogDir) ?? Directories.All[0];
        return new ControllerLoop(OpenQuorum(config, home), Metadata, _random, _workers, deletions, _clock, e => EndOf(home, e));
    }

    private LogCleaner CreateCleaner(LogMaintenance maintenance, DelayedDeletions deletions)
    {
        var cleaner = new LogCleaner(new CleaningQueue(_partitions), maintenance, deletions, _timers, _clock, Log);
        Metadata.Add(cleaner);
        return cleaner;
    }

    /// <summary>Without its metadata log a broker cannot decide anything any more.</summary>
    private void EndOf(LogDirectoryHost home, IOException reason)
    {
        Failed.TrySetResult(new IOException($"the metadata log in {home.Path} has failed: {reason.Message}", reason));
        home.GoOffline(reason);
    }

    /// <summary>Without a log directory there is nothing left that a broker could do.</summary>
    private void EndWithoutDirectories(LogDirectoryHost last, Exception reason)
    {
        if (Directories.Online.Any()) return;
        Failed.TrySetResult(new IOException($"every log directory has failed, the last of them {last.Path}: {reason.Message}", reason));
    }

    private QuorumNode OpenQuorum(BrokerConfig config, LogDirectoryHost home)
    {
        var options = new QuorumOptions
        {
            NodeId = config.NodeId,
            DirectoryId = home.Id,
            SegmentBytesMax = config.MetadataSegmentBytes,
            SegmentMsMax = config.MetadataSegmentMs,
            RetentionBytesMax = config.MetadataRetentionBytes,
            RetentionMsMax = config.MetadataRetentionMs,
            SnapshotBytesBetweenMax = config.MetadataSnapshotBytesMax,
            SnapshotIntervalMs = config.MetadataSnapshotIntervalMs,
        };
        var bootstrap = FeatureCatalog.Built.BootstrapRecords().Select(record => (ReadOnlyMemory<byte>)MetadataFrame.ToBytes(record)).ToArray();
        var path = home.PathOf(new TopicPartition(TopicNames.ClusterMetadata, 0));
        return QuorumNode.TryOpen(Directories.Files, path, options, bootstrap, _clock.NowMs, out var node, out var refusal)
            ? node
            : throw new StartupException(refusal);
    }

    private CoordinatorRuntime<CoordinatorShard<GroupCoordinator>> CreateGroupRuntime(BrokerConfig config, TimeProvider time)
    {
        var options = GroupOptionsOf.Config(config);
        var runtimeOptions = new CoordinatorRuntimeOptions
        {
            CommitTimeoutMs = config.OffsetsCommitTimeoutMs,
            OnFault = (partition, e) => Log.Error($"The group coordinator of {TopicNames.ConsumerOffsets}-{partition} failed", e),
        };
        return new(
            runtimeOptions, _ => new(new GroupCoordinator(options, _random.NextGuid, _groupCluster)),
            time, _timers, PoolScheduler.Instance, _workers);
    }
}
