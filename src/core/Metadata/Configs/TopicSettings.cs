using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>The configuration in force for one topic, parsed once per change.</summary>
/// <remarks>Source of a value: the topic's own, else the broker's under its other name, else the default.</remarks>
public sealed record TopicSettings
{
    private TopicSettings()
    {
    }

    public int SegmentBytes { get; init; }
    public long SegmentMs { get; init; }
    public long SegmentJitterMs { get; init; }
    public int SegmentIndexBytes { get; init; }
    public int IndexIntervalBytes { get; init; }

    /// <summary>-1 for ever.</summary>
    public long RetentionMs { get; init; }

    /// <summary>-1 without bound.</summary>
    public long RetentionBytes { get; init; }

    public bool IsDeleted { get; init; }
    public bool IsCompacted { get; init; }
    public int BatchBytesMax { get; init; }
    public bool IsAppendTime { get; init; }
    public long TimestampBeforeMsMax { get; init; }
    public long TimestampAfterMsMax { get; init; }

    /// <summary>producer, uncompressed, gzip, snappy, lz4 or zstd.</summary>
    public string CompressionType { get; init; } = "producer";

    public int GzipLevel { get; init; }
    public int Lz4Level { get; init; }
    public int ZstdLevel { get; init; }

    /// <summary>Records between two flushes (flush.messages).</summary>
    public long FlushRecordCount { get; init; }

    public long FlushMs { get; init; }
    public int InSyncReplicasMin { get; init; }
    public long FileDeleteDelayMs { get; init; }
    public bool IsPreallocated { get; init; }
    public bool IsUncleanElectionAllowed { get; init; }
    public long DeleteRetentionMs { get; init; }
    public long CompactionLagMsMin { get; init; }
    public long CompactionLagMsMax { get; init; }
    public double CleanableDirtyRatioMin { get; init; }

    /// <summary>Whether groups may have their dead letters written to it (KIP-1191).</summary>
    public bool IsDeadLetterTopic { get; init; }

    /// <summary>Whether an acknowledged record is on disk (levada.durability=disk).</summary>
    public bool IsDurable { get; init; }

    /// <summary>The settings of a topic with these values of its own on this broker.</summary>
    public static TopicSettings Resolve(BrokerConfig broker, ImmutableSortedDictionary<string, string> overrides)
    {
        var values = new TopicConfigReader(broker, overrides);
        return Storage(values).WithCleanup(values) with
        {
            BatchBytesMax = values.GetInt("max.message.bytes"),
            IsAppendTime = values.Get("message.timestamp.type") == "LogAppendTime",
            TimestampBeforeMsMax = values.GetLong("message.timestamp.before.max.ms"),
            TimestampAfterMsMax = values.GetLong("message.timestamp.after.max.ms"),
            CompressionType = values.Get("compression.type"),
            GzipLevel = values.GetInt("compression.gzip.level"),
            Lz4Level = values.GetInt("compression.lz4.level"),
            ZstdLevel = values.GetInt("compression.zstd.level"),
            InSyncReplicasMin = values.GetInt("min.insync.replicas"),
            IsDeadLetterTopic = values.GetBoolean("errors.deadletterqueue.group.enable"),
            IsUncleanElectionAllowed = values.GetBoolean("unclean.leader.election.enable"),
        };
    }

    private static TopicSettings Storage(TopicConfigReader values) =>
        new()
        {
            SegmentBytes = values.SegmentBytes,
            SegmentMs = values.GetLong("segment.ms"),
            SegmentJitterMs = values.GetLong("segment.jitter.ms"),
            SegmentIndexBytes = values.GetInt("segment.index.bytes"),
            IndexIntervalBytes = values.GetInt("index.interval.bytes"),
            RetentionMs = values.GetLong("retention.ms"),
            RetentionBytes = values.GetLong("retention.bytes"),
            FlushRecordCount = values.GetLong("flush.messages"),
            FlushMs = values.GetLong("flush.ms"),
            FileDeleteDelayMs = values.GetLong("file.delete.delay.ms"),
            IsPreallocated = values.GetBoolean("preallocate"),
            IsDurable = values.Get("levada.durability") == "disk",
        };

    private TopicSettings WithCleanup(TopicConfigReader values)
    {
        var policies = values.GetList("cleanup.policy");
        return this with
        {
            IsDeleted = policies.Contains("delete"),
            IsCompacted = policies.Contains("compact"),
            DeleteRetentionMs = values.GetLong("delete.retention.ms"),
            CompactionLagMsMin = values.GetLong("min.compaction.lag.ms"),
            CompactionLagMsMax = values.GetLong("max.compaction.lag.ms"),
            CleanableDirtyRatioMin = values.GetDouble("min.cleanable.dirty.ratio"),
        };
    }
}
