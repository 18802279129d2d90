using Levada.Records;

namespace Levada.Log;

/// <summary>The configuration of one partition's log: the topic's values, as Kafka names and means them.</summary>
/// <remarks>A value of its own per change: a log is given another one when its topic is altered.</remarks>
public sealed record LogOptions
{
    public const long Unlimited = -1;

    /// <summary><c>segment.bytes</c></summary>
    public int SegmentBytesMax { get; init; } = 1 << 30;

    /// <summary><c>segment.ms</c>: how far the timestamps of one segment may lie apart.</summary>
    public long SegmentMs { get; init; } = 7 * 24 * 3_600_000L;

    /// <summary><c>segment.jitter.ms</c>: up to how much earlier segments roll, so that not all of them do at once.</summary>
    public long SegmentJitterMs { get; init; }

    /// <summary><c>index.interval.bytes</c></summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary><c>segment.index.bytes</c></summary>
    public int IndexBytesMax { get; init; } = 10 * 1024 * 1024;

    /// <summary><c>retention.ms</c>; -1 for no limit.</summary>
    public long RetentionMs { get; init; } = 7 * 24 * 3_600_000L;

    /// <summary><c>retention.bytes</c>; -1 for no limit.</summary>
    public long RetentionBytes { get; init; } = Unlimited;

    /// <summary><c>max.message.bytes</c>: the largest batch.</summary>
    public int BatchBytesMax { get; init; } = 1_048_588;

    /// <summary>The most bytes a compressed batch may unfold to; ours, against batches made to exhaust memory.</summary>
    public int UncompressedBatchBytesMax { get; init; } = 256 * 1024 * 1024;

    /// <summary><c>message.timestamp.type</c></summary>
    public TimestampType TimestampType { get; init; } = TimestampType.CreateTime;

    /// <summary><c>message.timestamp.before.max.ms</c></summary>
    public long TimestampBeforeMaxMs { get; init; } = long.MaxValue;

    /// <summary><c>message.timestamp.after.max.ms</c></summary>
    public long TimestampAfterMaxMs { get; init; } = 3_600_000;

    /// <summary>Whether <c>cleanup.policy</c> has <c>delete</c>.</summary>
    public bool HasDeletePolicy { get; init; } = true;

    /// <summary>Whether <c>cleanup.policy</c> has <c>compact</c>.</summary>
    public bool HasCompactPolicy { get; init; }

    /// <summary>Whether nothing is ever taken out of the middle, nor was: a hole is damage then, whatever follows it.</summary>
    public bool IsContiguous { get; init; }

    /// <summary><c>delete.retention.ms</c>: how long tombstones and markers stay after the cleaning that first met them.</summary>
    public long DeleteRetentionMs { get; init; } = 86_400_000;

    /// <summary><c>min.compaction.lag.ms</c>: how long a record stays uncleaned at least.</summary>
    public long CompactionLagMsMin { get; init; }

    /// <summary><c>max.compaction.lag.ms</c>: after how long a record is cleaned whatever the dirty ratio.</summary>
    public long CompactionLagMsMax { get; init; } = long.MaxValue;

    /// <summary><c>min.cleanable.dirty.ratio</c></summary>
    public double CleanableDirtyRatioMin { get; init; } = 0.5;

    /// <summary><c>compression.type</c>; null keeps what the producer sent, None is <c>uncompressed</c>.</summary>
    public CompressionCodec? Compression { get; init; }

    /// <summary><c>compression.gzip.level</c></summary>
    public int GzipLevel { get; init; } = -1;

    /// <summary><c>compression.lz4.level</c></summary>
    public int Lz4Level { get; init; } = 9;

    /// <summary><c>compression.zstd.level</c></summary>
    public int ZstdLevel { get; init; } = 3;

    /// <summary><c>flush.messages</c>: unflushed records that ask for a flush.</summary>
    public long FlushRecordsMax { get; init; } = long.MaxValue;

    /// <summary><c>flush.ms</c>: how long a record may stay unflushed.</summary>
    public long FlushMs { get; init; } = long.MaxValue;

    /// <summary><c>min.insync.replicas</c></summary>
    public int MinInsyncReplicas { get; init; } = 1;

    /// <summary><c>file.delete.delay.ms</c></summary>
    public long FileDeleteDelayMs { get; init; } = 60_000;

    /// <summary><c>preallocate</c>: reserves a segment whole when it begins.</summary>
    public bool IsPreallocated { get; init; }

    /// <summary><c>levada.durability</c></summary>
    public Durability Durability { get; init; } = Durability.Disk;

    /// <summary><c>producer.id.expiration.ms</c></summary>
    public long ProducerIdExpirationMs { get; init; } = 86_400_000;
}
