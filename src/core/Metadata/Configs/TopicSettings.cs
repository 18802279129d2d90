using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>The configuration in force for one topic, parsed once per change.</summary>
/// <remarks>Source of a value: the topic's own, else the broker's under its other name, else the default.</remarks>
public sealed record TopicSettings
{
    public required int SegmentBytes { get; init; }
    public required long SegmentMs { get; init; }
    public required long SegmentJitterMs { get; init; }
    public required int SegmentIndexBytes { get; init; }
    public required int IndexIntervalBytes { get; init; }

    /// <summary>-1 for ever.</summary>
    public required long RetentionMs { get; init; }

    /// <summary>-1 without bound.</summary>
    public required long RetentionBytes { get; init; }

    public required bool IsDeleted { get; init; }
    public required bool IsCompacted { get; init; }
    public required int BatchBytesMax { get; init; }
    public required bool IsAppendTime { get; init; }
    public required long TimestampBeforeMsMax { get; init; }
    public required long TimestampAfterMsMax { get; init; }

    /// <summary>producer, uncompressed, gzip, snappy, lz4 or zstd.</summary>
    public required string CompressionType { get; init; }

    public required int GzipLevel { get; init; }
    public required int Lz4Level { get; init; }
    public required int ZstdLevel { get; init; }

    /// <summary>Records between two flushes (flush.messages).</summary>
    public required long FlushRecordCount { get; init; }

    public required long FlushMs { get; init; }
    public required int InSyncReplicasMin { get; init; }
    public required long FileDeleteDelayMs { get; init; }
    public required bool IsPreallocated { get; init; }
    public required bool IsUncleanElectionAllowed { get; init; }
    public required long DeleteRetentionMs { get; init; }
    public required long CompactionLagMsMin { get; init; }
    public required long CompactionLagMsMax { get; init; }
    public required double CleanableDirtyRatioMin { get; init; }

    /// <summary>Whether an acknowledged record is on disk (levada.durability=disk).</summary>
    public required bool IsDurable { get; init; }

    /// <summary>The settings of a topic with these values of its own on this broker.</summary>
    public static TopicSettings Resolve(BrokerConfig broker, ImmutableSortedDictionary<string, string> overrides)
    {
        var values = new TopicConfigReader(broker, overrides);
        var policies = values.GetList("cleanup.policy");
        return new TopicSettings
        {
            SegmentBytes = values.SegmentBytes,
            SegmentMs = values.GetLong("segment.ms"),
            SegmentJitterMs = values.GetLong("segment.jitter.ms"),
            SegmentIndexBytes = values.GetInt("segment.index.bytes"),
            IndexIntervalBytes = values.GetInt("index.interval.bytes"),
            RetentionMs = values.GetLong("retention.ms"),
            RetentionBytes = values.GetLong("retention.bytes"),
            IsDeleted = policies.Contains("delete"),
            IsCompacted = policies.Contains("compact"),
            BatchBytesMax = values.GetInt("max.message.bytes"),
            IsAppendTime = values.Get("message.timestamp.type") == "LogAppendTime",
            TimestampBeforeMsMax = values.GetLong("message.timestamp.before.max.ms"),
            TimestampAfterMsMax = values.GetLong("message.timestamp.after.max.ms"),
            CompressionType = values.Get("compression.type"),
            GzipLevel = values.GetInt("compression.gzip.level"),
            Lz4Level = values.GetInt("compression.lz4.level"),
            ZstdLevel = values.GetInt("compression.zstd.level"),
            FlushRecordCount = values.GetLong("flush.messages"),
            FlushMs = values.GetLong("flush.ms"),
            InSyncReplicasMin = values.GetInt("min.insync.replicas"),
            FileDeleteDelayMs = values.GetLong("file.delete.delay.ms"),
            IsPreallocated = values.GetBoolean("preallocate"),
            IsUncleanElectionAllowed = values.GetBoolean("unclean.leader.election.enable"),
            DeleteRetentionMs = values.GetLong("delete.retention.ms"),
            CompactionLagMsMin = values.GetLong("min.compaction.lag.ms"),
            CompactionLagMsMax = values.GetLong("max.compaction.lag.ms"),
            CleanableDirtyRatioMin = values.GetDouble("min.cleanable.dirty.ratio"),
            IsDurable = values.Get("levada.durability") == "disk",
        };
    }
}
