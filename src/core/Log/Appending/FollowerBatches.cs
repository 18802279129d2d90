using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Appending;

/// <summary>Batches that were ordered elsewhere: what has to be known to write them as they are.</summary>
internal readonly record struct FollowerBatches(RecordBatchHeader First, long LastOffset, long MaxTimestampMs)
{
    /// <summary>Decides whether the batches follow the end of the log, one after another and undamaged.</summary>
    public static BatchVerdict Check(ReadOnlySpan<byte> bytes, long endOffset, LogOptions options, out FollowerBatches set)
    {
        set = default;
        if (!RecordBatchHeader.TryRead(bytes, out var first))
            return BatchVerdict.Refused(ErrorCode.CorruptMessage, "There is no batch to append.");
        if (bytes.Length > options.SegmentBytesMax)
            return BatchVerdict.Refused(ErrorCode.RecordListTooLarge, "The batches are larger than a segment.");
        var expected = endOffset;
        var maxTimestampMs = RecordBatchFormat.NoTimestamp;
        var batches = new RecordBatchEnumerator(bytes);
        while (batches.MoveNext())
        {
            var batch = batches.Current;
            if (!batch.IsCrcValid || batch.LastOffsetDelta < 0)
                return BatchVerdict.Refused(ErrorCode.CorruptMessage, "A batch does not have the CRC it claims.");
            if (batch.BaseOffset < expected || (batch.BaseOffset > expected && options.IsContiguous))
                return BatchVerdict.Refused(ErrorCode.OffsetOutOfRange, "A batch does not follow the end of the log.");
            expected = batch.NextOffset;
            maxTimestampMs = Math.Max(maxTimestampMs, batch.MaxTimestamp);
        }

        if (batches.TrailingByteCount > 0) return BatchVerdict.Refused(ErrorCode.CorruptMessage, "The last batch is not whole.");
        set = new(first, expected - 1, maxTimestampMs);
        return BatchVerdict.Valid(maxTimestampMs);
    }
}
