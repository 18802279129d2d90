using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>One node's configuration: what was set before start under what was altered since.</summary>
/// <remarks>
/// Immutable; <see cref="WithDynamic"/> makes the next one when metadata changes. Reading parses text: keep what a hot
/// path needs.
/// </remarks>
public sealed class BrokerConfig
{
    private const long QueuedRequestBytesCeiling = 256L << 20;
    private static readonly ImmutableSortedDictionary<string, string> Nothing =
        ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);

    internal BrokerConfig(ImmutableSortedDictionary<string, string> statics, IReadOnlyList<Listener> listeners, string? clusterId)
    {
        Statics = statics;
        Listeners = listeners;
        ClusterId = clusterId;
    }

    private BrokerConfig(BrokerConfig other, ImmutableSortedDictionary<string, string> perBroker, ImmutableSortedDictionary<string, string> clusterDefault)
        : this(other.Statics, other.Listeners, other.ClusterId)
    {
        DynamicPerBroker = perBroker;
        DynamicDefault = clusterDefault;
    }

    /// <summary>Reads a configuration from its sources.</summary>
    public static BrokerConfigResult Load(BrokerConfigSources sources) => BrokerConfigLoader.Load(sources);

    /// <summary>This configuration with other altered values; names that cannot be altered and invalid values are left out.</summary>
    public BrokerConfig WithDynamic(
        ImmutableSortedDictionary<string, string> perBroker, ImmutableSortedDictionary<string, string> clusterDefault) =>
        new(this, Usable(perBroker, ConfigDynamicScope.PerBroker), Usable(clusterDefault, ConfigDynamicScope.Cluster));

    internal ImmutableSortedDictionary<string, string> Statics { get; }
    internal ImmutableSortedDictionary<string, string> DynamicPerBroker { get; } = Nothing;
    internal ImmutableSortedDictionary<string, string> DynamicDefault { get; } = Nothing;

    /// <summary>The cluster id asked for by the environment (CLUSTER_ID); null leaves it to the formatter.</summary>
    public string? ClusterId { get; }

    /// <summary>The listeners to open for clients.</summary>
    public IReadOnlyList<Listener> Listeners { get; }

    public int NodeId => GetInt("node.id");
    public string? Rack => Find("broker.rack");
    public IReadOnlyList<string> LogDirs => IsSet("log.dirs") ? GetList("log.dirs") : GetList("log.dir");

    /// <summary>The directory that holds the metadata log, as <see cref="LogDirs"/> writes it.</summary>
    public string MetadataLogDir => Find("metadata.log.dir") is { Length: > 0 } named
        ? LogDirs.FirstOrDefault(directory => ConfigText.IsSameDirectory(directory, named)) ?? named
        : LogDirs[0];

    /// <summary>Where HTTP is served, each <c>http://host:port</c>; empty for nowhere.</summary>
    public IReadOnlyList<string> HttpListeners => GetList("http.listeners");

    public int NumPartitions => GetInt("num.partitions");
    public int DefaultReplicationFactor => GetInt("default.replication.factor");
    public bool IsTopicAutoCreated => GetBoolean("auto.create.topics.enable");
    public bool IsDeadLetterTopicAutoCreated => GetBoolean("errors.deadletterqueue.auto.create.topics.enable");

    /// <summary>What the names of topics for dead letters begin with.</summary>
    public string DeadLetterTopicPrefix => Find("errors.deadletterqueue.topic.name.prefix") ?? "";

    public bool IsTopicDeletionAllowed => GetBoolean("delete.topic.enable");

    public int OffsetsTopicPartitionCount => GetInt("offsets.topic.num.partitions");
    public int OffsetsTopicReplicationFactor => GetInt("offsets.topic.replication.factor");
    public int OffsetsTopicSegmentBytes => GetInt("offsets.topic.segment.bytes");
    public int OffsetsTopicCompressionCodec => GetInt("offsets.topic.compression.codec");
    public int OffsetMetadataBytesMax => GetInt("offset.metadata.max.bytes");
    public int OffsetsCommitTimeoutMs => GetInt("offsets.commit.timeout.ms");
    public int OffsetsRetentionMinutes => GetInt("offsets.retention.minutes");
    public long OffsetsRetentionCheckIntervalMs => GetLong("offsets.retention.check.interval.ms");

    public int GroupInitialRebalanceDelayMs => GetInt("group.initial.rebalance.delay.ms");
    public int GroupMinSessionTimeoutMs => GetInt("group.min.session.timeout.ms");
    public int GroupMaxSessionTimeoutMs => GetInt("group.max.session.timeout.ms");
    public int GroupSizeMax => GetInt("group.max.size");

    public int RequestBytesMax => GetInt("socket.request.max.bytes");
    public int SocketSendBufferBytes => GetInt("socket.send.buffer.bytes");
    public int SocketReceiveBufferBytes => GetInt("socket.receive.buffer.bytes");
    public int ListenBacklog => GetInt("socket.listen.backlog.size");
    public int ConnectionsMax => GetInt("max.connections");
    public int ConnectionsPerAddressMax => GetInt("max.connections.per.ip");

    /// <summary>Bounds of single addresses or host names; null when the text is malformed.</summary>
    public IReadOnlyDictionary<string, int>? ConnectionsPerAddressOverrides =>
        ConnectionOverrides.Parse(Find("max.connections.per.ip.overrides") ?? "");

    public long ConnectionIdleMsMax => GetLong("connections.max.idle.ms");
    public int FetchBytesMax => GetInt("fetch.max.bytes");
    public int FetchSessionCountMax => GetInt("max.incremental.fetch.session.cache.slots");
    public int DescribedPartitionCountMax => GetInt("max.request.partition.size.limit");

    public long LogRetentionCheckIntervalMs => GetLong("log.retention.check.interval.ms");
    public int LogFlushOffsetCheckpointIntervalMs => GetInt("log.flush.offset.checkpoint.interval.ms");
    public int LogFlushStartOffsetCheckpointIntervalMs => GetInt("log.flush.start.offset.checkpoint.interval.ms");
    public long HighWatermarkCheckpointIntervalMs => GetLong("replica.high.watermark.checkpoint.interval.ms");
    public int RecoveryThreadCount => GetInt("num.recovery.threads.per.data.dir");
    public int ProducerIdExpirationMs => GetInt("producer.id.expiration.ms");
    public int ProducerIdExpirationCheckIntervalMs => GetInt("producer.id.expiration.check.interval.ms");

    public long MetadataSnapshotBytesMax => GetLong("metadata.log.max.record.bytes.between.snapshots");
    public long MetadataSnapshotIntervalMs => GetLong("metadata.log.max.snapshot.interval.ms");
    public int MetadataSegmentBytes => GetInt("metadata.log.segment.bytes");
    public long MetadataSegmentMs => GetLong("metadata.log.segment.ms");
    public long MetadataRetentionBytes => GetLong("metadata.max.retention.bytes");
    public long MetadataRetentionMs => GetLong("metadata.max.retention.ms");

    /// <summary>-1 for ever.</summary>
    public long LogRetentionMs
    {
        get
        {
            var retention = FindLong("log.retention.ms")
                ?? FindLong("log.retention.minutes") * 60_000
                ?? GetLong("log.retention.hours") * 3_600_000;
            return retention < 0 ? -1 : retention;
        }
    }

    public long LogRollMs => FindLong("log.roll.ms") ?? GetLong("log.roll.hours") * 3_600_000;
    public long LogRollJitterMs => FindLong("log.roll.jitter.ms") ?? GetLong("log.roll.jitter.hours") * 3_600_000;
    public long LogFlushMs => FindLong("log.flush.interval.ms") ?? GetLong("log.flush.scheduler.interval.ms");

    /// <summary>Memory for requests in flight; our default is a quarter of the memory, at most 256 MiB.</summary>
    /// <param name="memoryBytes">What the process may use.</param>
    public long QueuedRequestBytesMax(long memoryBytes) =>
        GetLong("queued.max.request.bytes") is > 0 and var bytes
            ? bytes
            : Math.Min(memoryBytes / 4, QueuedRequestBytesCeiling);

    /// <summary>The value that is in force, or null where none is.</summary>
    public string? Find(string name) =>
        DynamicPerBroker.GetValueOrDefault(name)
        ?? DynamicDefault.GetValueOrDefault(name)
        ?? Statics.GetValueOrDefault(name)
        ?? ConfigDefinitions.Broker[name].Default;

    /// <summary>Whether anything but the default gives the name its value.</summary>
    public bool IsSet(string name) =>
        Statics.ContainsKey(name) || DynamicDefault.ContainsKey(name) || DynamicPerBroker.ContainsKey(name);

    public bool GetBoolean(string name) => ConfigText.TryBoolean(Require(name), out var value) && value;
    public int GetInt(string name) => (int)GetLong(name);
    public long GetLong(string name) => FindLong(name) ?? throw new InvalidOperationException($"{name} has no value");
    public double GetDouble(string name) => ConfigText.TryDouble(Require(name), out var value) ? value : 0;
    public IReadOnlyList<string> GetList(string name) => ConfigText.Split(Find(name) ?? "");

    private string Require(string name) => Find(name) ?? throw new InvalidOperationException($"{name} has no value");

    private long? FindLong(string name) =>
        Find(name) is { } text && ConfigText.TryInteger(ConfigType.Long, text, out var value) ? value : null;

    private static ImmutableSortedDictionary<string, string> Usable(ImmutableSortedDictionary<string, string> altered, ConfigDynamicScope highest)
    {
        var usable = Nothing.ToBuilder();
        foreach (var (name, text) in altered)
        {
            if (!ConfigDefinitions.Broker.TryFind(name, out var definition)) continue;
            if (definition.DynamicScope == ConfigDynamicScope.None || definition.DynamicScope > highest) continue;
            if (definition.Check(text) is null) usable[name] = text;
        }

        return usable.ToImmutable();
    }
}
