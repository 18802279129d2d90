using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Broker.Groups;
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
        _coldReaders = new WorkerPool("levada-read", ColdReaderThreadCount, int.MaxValue, e => log.Error("A read failed", e));
        var outage = new DirectoryOutage(_partitions, log);
        Directories = LogDirectories.Open(files, config.LogDirs, config.MetadataLogDir, config.NodeId, config.ClusterId, _random, (directory, reason) =>
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
        var data = CreatePartitionServices();
        var groupShards = new CoordinatorService<GroupCoordinator>(TopicNames.ConsumerOffsets, _groupRuntime, _partitions, data.Appender, Log.Info);
        var groups = CreateGroups(groupShards, data);
        var controller = CreateController(config, data.Deletions);
        var creator = new TopicCreator(controller, Metadata);
        var producerIds = new ProducerIdSource(controller, Metadata);
        _share = new ShareParts(config, (_clock, _timers, _workers, Log), Metadata, _partitions, data, creator, groups);
        _transactions = new(config, Metadata, _partitions, data.Appender, groupShards, producerIds, (_clock, _timers, _workers, Log));
        return new BrokerServices
        {
            Clock = _clock,
            Random = _random,
            Quotas = _quotas,
            Metadata = Metadata,
            Controller = controller,
            TopicCreator = creator,
            ProducerIds = producerIds,
            Directories = Directories,
            Maintenance = data.Maintenance,
            Cleaner = CreateCleaner(data),
            Partitions = _partitions,
            Appender = data.Appender,
            PendingProduce = new PendingProducePool(_timers),
            ColdReads = new(_coldReaders),
            Fetches = new(_timers, _clock, data.Flusher, _coldReaders, new FetchSessions(config.FetchSessionCountMax, _clock, _random)),
            FetchLimits = new FetchLimits(config.FetchBytesMax),
            Groups = groups,
            Share = _share,
            Transactional = _transactions,
        };
    }

    private PartitionServices CreatePartitionServices()
    {
        var deletions = new DelayedDeletions(_timers, _workers, Log);
        var flusher = new Flusher(_workers);
        var maintenance = new LogMaintenance(_partitions, Directories, deletions, flusher, _timers, _workers, _clock);
        return new(deletions, flusher, new PartitionAppender(_partitions, flusher, _clock), maintenance);
    }

    private GroupService CreateGroups(CoordinatorService<GroupCoordinator> shards, PartitionServices data)
    {
        var groups = new GroupService(shards, Metadata);
        Metadata.Add(new TopicHosting(_partitions, new PartitionOpener(Directories, data.Flusher, data.Deletions, _clock, _random, Log)));
        Metadata.Add(_groupCluster);
        Metadata.Add(groups);
        return groups;
    }

    private ControllerLoop CreateController(BrokerConfig config, DelayedDeletions deletions)
    {
        var home = Directories.All.First(directory => directory.Path == config.MetadataLogDir);
        return new ControllerLoop(OpenQuorum(config, home), Metadata, _random, _workers, deletions, _clock, e => EndOf(home, e));
    }

    private LogCleaner CreateCleaner(PartitionServices data)
    {
        var cleaner = new LogCleaner(new CleaningQueue(_partitions), data.Maintenance, data.Deletions, _timers, _clock, Log);
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
