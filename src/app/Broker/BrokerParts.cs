using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Broker.Groups;
using Levada.Broker.Metrics;
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
    private const int FlushThreadCount = 4;
    private readonly TimerQueue _timers;
    private readonly WorkerPool _workers;
    private readonly CoordinatorRuntime<GroupShard> _groupRuntime;

    private BrokerParts(
        LogDirectories directories, TimerQueue timers, WorkerPool workers, CoordinatorRuntime<GroupShard> groupRuntime, BrokerServices services,
        TaskCompletionSource<Exception> failed, BrokerLog log)
    {
        _timers = timers;
        _workers = workers;
        _groupRuntime = groupRuntime;
        Directories = directories;
        Services = services;
        Failed = failed;
        Log = log;
    }

    public LogDirectories Directories { get; }
    public BrokerServices Services { get; }
    public BrokerLog Log { get; }
    public MetadataPublisher Metadata => Services.Metadata;
    public TaskCompletionSource<Exception> Failed { get; }

    public static BrokerParts Create(BrokerConfig config, IFileSystem files, TimeProvider time, BrokerLog log)
    {
        var clock = new BrokerClock(time);
        var random = new BrokerRandom();
        var failed = new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        var timers = new TimerQueue(time, PoolScheduler.Instance);
        var workers = new WorkerPool("levada-io", FlushThreadCount, int.MaxValue, e => log.Error("A background task failed", e));
        var registry = new PartitionRegistry();
        var outage = new DirectoryOutage(registry, log);
        var directories = LogDirectories.Open(files, config.LogDirs, config.NodeId, config.ClusterId, random, outage.OnOffline);
        var home = directories.All.First(directory => directory.Path == config.MetadataLogDir || directories.All.Count == 1);
        var quorum = OpenQuorum(config, directories.Files, home, clock);
        var metadata = new MetadataPublisher(config, directories.ClusterId);
        var deletions = new DelayedDeletions(timers, workers, log);
        var controller = new ControllerLoop(quorum, metadata, random, workers, deletions, clock, OnMetadataFailed);
        var flusher = new Flusher(workers);
        var appender = new PartitionAppender(registry, flusher, clock);
        metadata.Add(new TopicHosting(registry, new PartitionOpener(directories, flusher, deletions, clock, random)));
        var groupRuntime = CreateGroupRuntime(config, time, timers, workers, random, log);
        var groups = new GroupService(groupRuntime, registry, appender, metadata);
        metadata.Add(groups);
        var services = new BrokerServices
        {
            Clock = clock,
            Random = random,
            Metrics = new BrokerMetrics(),
            Metadata = metadata,
            Controller = controller,
            TopicCreator = new TopicCreator(controller, metadata),
            ProducerIds = new ProducerIdSource(controller, metadata),
            Directories = directories,
            Maintenance = new LogMaintenance(registry, directories, deletions, timers, workers, clock),
            Partitions = registry,
            Appender = appender,
            PendingProduce = new PendingProducePool(timers),
            Fetches = new FetchOperationPool(timers, clock, flusher),
            FetchSessions = new FetchSessions(config.FetchSessionCountMax, clock, random),
            FetchLimits = new FetchLimits(config.FetchBytesMax),
            Groups = groups,
        };
        return new BrokerParts(directories, timers, workers, groupRuntime, services, failed, log);

        void OnMetadataFailed(IOException e)
        {
            home.GoOffline(e);
            failed.TrySetResult(e);
        }
    }

    /// <summary>Makes every log durable and says so; a directory that fails on the way is left as after a crash.</summary>
    public void CloseCleanly(BrokerLog log)
    {
        _groupRuntime.Dispose();
        _timers.Dispose();
        _workers.Dispose();
        var epoch = Metadata.BrokerEpoch;
        Services.Controller.Dispose();
        foreach (var directory in Directories.Online.ToArray())
        {
            try
            {
                Services.Maintenance.CloseLogs(directory);
                directory.MarkCleanShutdown(epoch);
            }
            catch (IOException e)
            {
                log.Error($"{directory.Path} could not be closed in good order", e);
            }
        }
    }

    public void Dispose()
    {
        _groupRuntime.Dispose();
        _timers.Dispose();
        _workers.Dispose();
        Services.ProducerIds.Dispose();
        Services.Random.Dispose();
        Directories.Dispose();
    }

    private static QuorumNode OpenQuorum(BrokerConfig config, IFileSystem files, LogDirectoryHost home, BrokerClock clock)
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
        var bootstrap = FeatureCatalog.BootstrapRecords().Select(record => (ReadOnlyMemory<byte>)MetadataFrame.ToBytes(record)).ToArray();
        var path = home.PathOf(new TopicPartition(TopicNames.ClusterMetadata, 0));
        return QuorumNode.TryOpen(files, path, options, bootstrap, clock.NowMs, out var node, out var refusal)
            ? node
            : throw new StartupException(refusal);
    }

    private static CoordinatorRuntime<GroupShard> CreateGroupRuntime(
        BrokerConfig config, TimeProvider time, TimerQueue timers, WorkerPool workers, BrokerRandom random, BrokerLog log)
    {
        var options = new GroupCoordinatorOptions
        {
            SessionTimeoutMsMin = config.GroupMinSessionTimeoutMs,
            SessionTimeoutMsMax = config.GroupMaxSessionTimeoutMs,
            InitialRebalanceDelayMs = config.GroupInitialRebalanceDelayMs,
            GroupSizeMax = config.GroupSizeMax,
            OffsetMetadataLengthMax = config.OffsetMetadataBytesMax,
            OffsetsRetentionMs = config.OffsetsRetentionMinutes * 60_000L,
            OffsetsRetentionCheckIntervalMs = config.OffsetsRetentionCheckIntervalMs,
        };
        var runtimeOptions = new CoordinatorRuntimeOptions
        {
            CommitTimeoutMs = config.OffsetsCommitTimeoutMs,
            OnFault = (partition, e) => log.Error($"The group coordinator of {TopicNames.ConsumerOffsets}-{partition} failed", e),
        };
        return new CoordinatorRuntime<GroupShard>(
            runtimeOptions, _ => new GroupShard(new GroupCoordinator(options, random.NextGuid)), time, timers, PoolScheduler.Instance, workers);
    }
}
