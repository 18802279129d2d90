using Levada.Log;
using Levada.Metadata.Configs;
using Levada.Records;

namespace Levada.Broker.Data;

/// <summary>A topic's configuration in the words of its logs.</summary>
internal static class LogOptionsOf
{
    public static LogOptions Topic(string name, ConfigView configs) =>
        Of(configs.SettingsOf(name)) with { ProducerIdExpirationMs = configs.Broker.ProducerIdExpirationMs };

    private static LogOptions Of(TopicSettings settings) => new()
    {
        SegmentBytesMax = settings.SegmentBytes,
        SegmentMs = settings.SegmentMs,
        SegmentJitterMs = settings.SegmentJitterMs,
        IndexIntervalBytes = settings.IndexIntervalBytes,
        IndexBytesMax = settings.SegmentIndexBytes,
        RetentionMs = settings.RetentionMs,
        RetentionBytes = settings.RetentionBytes,
        BatchBytesMax = settings.BatchBytesMax,
        TimestampType = settings.IsAppendTime ? TimestampType.LogAppendTime : TimestampType.CreateTime,
        TimestampBeforeMaxMs = settings.TimestampBeforeMsMax,
        TimestampAfterMaxMs = settings.TimestampAfterMsMax,
        HasDeletePolicy = settings.IsDeleted,
        HasCompactPolicy = settings.IsCompacted,
        DeleteRetentionMs = settings.DeleteRetentionMs,
        CompactionLagMsMin = settings.CompactionLagMsMin,
        CompactionLagMsMax = settings.CompactionLagMsMax,
        CleanableDirtyRatioMin = settings.CleanableDirtyRatioMin,
        Compression = CodecOf(settings.CompressionType),
        GzipLevel = settings.GzipLevel,
        Lz4Level = settings.Lz4Level,
        ZstdLevel = settings.ZstdLevel,
        FlushRecordsMax = settings.FlushRecordCount,
        FlushMs = settings.FlushMs,
        MinInsyncReplicas = settings.InSyncReplicasMin,
        FileDeleteDelayMs = settings.FileDeleteDelayMs,
        IsPreallocated = settings.IsPreallocated,
        Durability = settings.IsDurable ? Durability.Disk : Durability.PageCache,
    };

    private static CompressionCodec? CodecOf(string type) => type switch
    {
        "uncompressed" => CompressionCodec.None,
        "gzip" => CompressionCodec.Gzip,
        "snappy" => CompressionCodec.Snappy,
        "lz4" => CompressionCodec.Lz4,
        "zstd" => CompressionCodec.Zstd,
        _ => null,
    };
}
