using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Appending;

/// <summary>Decides whether a leader may append a batch: the batch by itself, not its place in the log.</summary>
/// <remarks>Checks in Kafka's order with Kafka's codes. Source: KIP-98, KIP-467, KIP-937.</remarks>
internal static class BatchValidator
{
    public static BatchVerdict Check(ReadOnlySpan<byte> bytes, LogOptions options, in AppendContext context)
    {
        if (!RecordBatch.TryRead(bytes, out var batch, out var error)) return BatchVerdict.Refused(CodeOf(error), ReasonOf(error));
        if (batch.SizeBytes != bytes.Length) return Invalid("A partition of a produce request must hold exactly one batch.");
        if (context.Origin == AppendOrigin.Client && batch.BaseOffset != 0) return Invalid("The base offset of a new batch must be 0.");
        if (batch.SizeBytes > options.BatchBytesMax)
            return BatchVerdict.Refused(ErrorCode.MessageTooLarge, $"The batch has {batch.SizeBytes} bytes; the topic allows {options.BatchBytesMax}.");
        if (!batch.IsCrcValid) return BatchVerdict.Refused(ErrorCode.CorruptMessage, "The batch does not have the CRC it claims.");
        if (FindHeaderFault(batch, context) is { } fault) return Invalid(fault);
        var walk = BatchWalk.Walk(batch, options.UncompressedBatchBytesMax);
        if (!walk.IsValid) return OfWalk(walk);
        if (options.HasCompactPolicy && walk.HasNullKey && !batch.IsControl)
            return RecordRefusal.NullKeys(batch, options.UncompressedBatchBytesMax);
        return CheckTimestamps(batch, walk, options, context.NowMs);
    }

    private static string? FindHeaderFault(RecordBatch batch, in AppendContext context)
    {
        if (batch.RecordCount <= 0 || batch.RecordCount != (long)batch.LastOffsetDelta + 1)
            return "The batch's record count and last offset delta do not agree.";
        if (batch.HasDeleteHorizon) return "Only the broker may set a delete horizon.";
        if (context.Origin != AppendOrigin.Client) return null;
        if (batch.IsControl) return "Clients may not write control batches.";
        return batch.HasProducerId && batch.BaseSequence < 0 ? "A batch with a producer id must have a sequence." : null;
    }

    private static BatchVerdict CheckTimestamps(RecordBatch batch, in BatchWalkResult walk, LogOptions options, long nowMs)
    {
        var isStamped = batch.TimestampType == TimestampType.LogAppendTime;
        if (options.TimestampType == TimestampType.LogAppendTime)
            return isStamped ? StampedByClient() : BatchVerdict.Valid(nowMs);
        if (isStamped) return CheckStamped(batch, options, nowMs);
        var isInRange = walk.MaxTimestamp == RecordBatchFormat.NoTimestamp
            || (IsInRange(walk.MinTimestamp, options, nowMs) && IsInRange(walk.MaxTimestamp, options, nowMs));
        return isInRange
            ? BatchVerdict.Valid(walk.MaxTimestamp)
            : RecordRefusal.Timestamps(batch, options, nowMs);
    }

    /// <summary>Every record of a batch that claims to be stamped has the batch's max timestamp.</summary>
    private static BatchVerdict CheckStamped(RecordBatch batch, LogOptions options, long nowMs)
    {
        if (batch.MaxTimestamp == RecordBatchFormat.NoTimestamp) return StampedByClient();
        return IsInRange(batch.MaxTimestamp, options, nowMs)
            ? BatchVerdict.Valid(batch.MaxTimestamp)
            : BatchVerdict.Refused(ErrorCode.InvalidTimestamp, RecordRefusal.TimestampReason);
    }

    /// <summary>Whether the topic accepts a timestamp; differences that overflow are out of range on the far side only.</summary>
    internal static bool IsInRange(long timestampMs, LogOptions options, long nowMs) =>
        (Int128)nowMs - timestampMs <= options.TimestampBeforeMaxMs && (Int128)timestampMs - nowMs <= options.TimestampAfterMaxMs;

    private static BatchVerdict StampedByClient() =>
        BatchVerdict.Refused(ErrorCode.InvalidTimestamp, "Only the broker may stamp a batch with the time of appending.");

    private static BatchVerdict Invalid(string reason) => BatchVerdict.Refused(ErrorCode.InvalidRecord, reason);

    private static BatchVerdict OfWalk(in BatchWalkResult walk) => walk.Error switch
    {
        BatchWalkError.DecompressedTooLarge => BatchVerdict.Refused(ErrorCode.MessageTooLarge, "The batch unfolds to more than the broker allows."),
        BatchWalkError.MalformedCompression => BatchVerdict.Refused(ErrorCode.CorruptMessage, "The batch cannot be decompressed."),
        BatchWalkError.UnknownCodec => Invalid("The batch's compression is unknown."),
        BatchWalkError.RecordAttributes => Invalid("A record inside a batch may not have attributes."),
        BatchWalkError.OffsetDelta => Invalid("The offset deltas of the batch are not 0, 1, 2 and so on."),
        BatchWalkError.RecordCount => Invalid("The batch does not hold as many records as it says."),
        _ => Invalid("A record of the batch is malformed."),
    };

    private static ErrorCode CodeOf(RecordBatchError error) =>
        error is RecordBatchError.ObsoleteMagic or RecordBatchError.UnknownMagic ? ErrorCode.InvalidRecord : ErrorCode.CorruptMessage;

    private static string ReasonOf(RecordBatchError error) => error switch
    {
        RecordBatchError.ObsoleteMagic => "Message sets of magic 0 and 1 are no longer accepted.",
        RecordBatchError.UnknownMagic => "The batch's magic is unknown.",
        RecordBatchError.Truncated => "The batch is shorter than it says.",
        _ => "The batch's length makes no sense.",
    };
}
