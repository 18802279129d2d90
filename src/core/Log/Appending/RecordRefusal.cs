using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Appending;

/// <summary>Names the records for which a batch is refused; runs only then, so it may read them at leisure.</summary>
internal static class RecordRefusal
{
    /// <summary>The most records that are named; a small compressed batch may hold many millions at fault.</summary>
    public const int FailureCountMax = 10_000;

    public const string TimestampReason = "The timestamp is outside the range that the topic accepts.";

    private const string NullKeyReason = "A compacted topic does not accept a record without a key.";

    public static BatchVerdict NullKeys(RecordBatch batch, int uncompressedByteCountMax) =>
        Refuse(batch, uncompressedByteCountMax, ErrorCode.InvalidRecord, NullKeyReason, static (record, _, _) => record.IsKeyNull, null, 0);

    public static BatchVerdict Timestamps(RecordBatch batch, LogOptions options, long nowMs) =>
        Refuse(
            batch,
            options.UncompressedBatchBytesMax,
            ErrorCode.InvalidTimestamp,
            TimestampReason,
            static (record, options, nowMs) =>
                record.Timestamp != RecordBatchFormat.NoTimestamp && !BatchValidator.IsInRange(record.Timestamp, options!, nowMs),
            options,
            nowMs);

    private static BatchVerdict Refuse(
        RecordBatch batch,
        int byteCountMax,
        ErrorCode error,
        string reason,
        RecordPredicate isRefused,
        LogOptions? options,
        long nowMs)
    {
        var failures = new List<RecordFailure>();
        var records = new FrameBuffer();
        if (Compression.TryDecompress(batch.Codec, batch.Payload, records, byteCountMax))
        {
            var reader = new RecordReader(batch, records.Written);
            while (failures.Count < FailureCountMax && reader.TryRead(out var record))
                if (isRefused(record, options, nowMs)) failures.Add(new(record.OffsetDelta, reason));
        }

        records.Release();
        return new(error, reason, failures, -1);
    }

    private delegate bool RecordPredicate(Record record, LogOptions? options, long nowMs);
}
