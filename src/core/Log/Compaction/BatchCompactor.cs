using System.Buffers.Binary;
using Levada.Log.Appending;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>Decides what of one batch stays, and writes that; offsets, sequences and producers never change.</summary>
/// <param name="nowMs">When the cleaning began: milliseconds since 1970.</param>
internal sealed class BatchCompactor(
    LogOptions options, OffsetMap map, TransactionOutcomes outcomes, RememberedProducers producers, CleaningStats stats, long nowMs)
    : IDisposable
{
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _records = new();
    private readonly FrameBuffer _result = new();
    private readonly List<bool> _isKept = [];

    /// <summary>Copies what stays of a batch.</summary>
    /// <param name="isLast">Whether it ends a segment: it then stays, empty if need be, so that the segment tells where it ended.</param>
    /// <exception cref="InvalidDataException">The batch is damaged.</exception>
    public void Copy(RecordBatch batch, bool isLast, CompactedSegment target)
    {
        stats.RecordsRead += batch.RecordCount;
        if (batch.IsControl) CopyMarker(batch, isLast, target);
        else CopyData(batch, isLast || producers.Needs(batch), target);
    }

    public void Dispose()
    {
        _builder.Release();
        _records.Release();
        _result.Release();
    }

    /// <summary>A marker that stays for whatever reason stays whole: it is hardly larger than an empty batch, and says more.</summary>
    private void CopyMarker(RecordBatch batch, bool isLast, CompactedSegment target)
    {
        if (!ControlRecords.TryReadEndTransaction(batch, out _, out _))
        {
            if (batch.RecordCount > 0 || isLast || producers.Needs(batch)) Write(batch.Bytes, batch.RecordCount, target);
            return;
        }

        var isObsolete = outcomes.IsObsolete(batch, out var aborted);
        if (aborted is { } transaction) target.Append(transaction);
        if (isObsolete && HasExpired(batch) && !isLast && !producers.Needs(batch)) return;
        if (isObsolete && !batch.HasDeleteHorizon) WriteKept(batch, batch.Payload, null, target);
        else Write(batch.Bytes, batch.RecordCount, target);
    }

    private void CopyData(RecordBatch batch, bool mustStay, CompactedSegment target)
    {
        var isAborted = outcomes.IsAborted(batch);
        var records = Decompress(batch);
        var (keptCount, hasTombstone) = isAborted ? (0, false) : Choose(batch, records);
        if (keptCount == 0)
        {
            if (mustStay) WriteEmpty(batch, target);
            return;
        }

        if (keptCount == batch.RecordCount && (!hasTombstone || batch.HasDeleteHorizon)) Write(batch.Bytes, keptCount, target);
        else WriteKept(batch, records, _isKept, target, hasTombstone);
    }

    private (int KeptCount, bool HasTombstone) Choose(RecordBatch batch, ReadOnlySpan<byte> records)
    {
        _isKept.Clear();
        var hasExpired = HasExpired(batch);
        var (keptCount, hasTombstone) = (0, false);
        var reader = new RecordReader(batch, records);
        while (reader.TryRead(out var record))
        {
            var isKept = IsKept(record, hasExpired);
            _isKept.Add(isKept);
            if (!isKept) continue;
            keptCount++;
            hasTombstone |= record.IsValueNull;
        }

        if (reader.Failed) throw CleanedBatch.Damaged(batch);
        return (keptCount, hasTombstone);
    }

    private bool IsKept(Record record, bool hasExpired)
    {
        // The map was full before it came to this record: nothing is known of what follows.
        if (record.Offset > map.LatestOffset) return true;
        if (record.IsKeyNull)
        {
            stats.KeylessRecords++;
            return false;
        }

        return map.Find(record.Key) <= record.Offset && !(record.IsValueNull && hasExpired);
    }

    private bool HasExpired(RecordBatch batch) => batch.HasDeleteHorizon && nowMs >= batch.BaseTimestamp;

    private ReadOnlySpan<byte> Decompress(RecordBatch batch)
    {
        if (batch.Codec == CompressionCodec.None) return batch.Payload;
        _records.Clear();
        return CleanedBatch.Decompress(batch, _records, options);
    }

    /// <param name="kept">Which records stay; null for all.</param>
    private void WriteKept(RecordBatch batch, ReadOnlySpan<byte> records, List<bool>? kept, CompactedSegment target, bool needsHorizon = true)
    {
        _builder.Start(new RecordBatchOptions
        {
            BaseOffset = batch.BaseOffset,
            PartitionLeaderEpoch = batch.PartitionLeaderEpoch,
            Codec = batch.Codec,
            CompressionLevel = BatchRecompressor.LevelOf(batch.Codec, options),
            TimestampType = batch.TimestampType,
            ProducerId = batch.ProducerId,
            ProducerEpoch = batch.ProducerEpoch,
            BaseSequence = batch.BaseSequence,
            IsTransactional = batch.IsTransactional,
            IsControl = batch.IsControl,
            DeleteHorizonTimestamp = HorizonOf(batch, needsHorizon),
        });
        var reader = new RecordReader(batch, records);
        for (var index = 0; reader.TryRead(out var record); index++)
            if (kept is null || kept[index]) _builder.AppendCopy(record.OffsetDelta, record);
        _result.Clear();
        _builder.Build(_result, batch.LastOffsetDelta);
        Write(_result.Written, _builder.RecordCount, target);
    }

    /// <summary>A horizon stays the same once it is set, or tombstones would never go.</summary>
    private long? HorizonOf(RecordBatch batch, bool isNeeded)
    {
        if (batch.HasDeleteHorizon) return batch.BaseTimestamp;
        if (!isNeeded) return null;
        return options.DeleteRetentionMs > long.MaxValue - nowMs ? long.MaxValue : nowMs + options.DeleteRetentionMs;
    }

    private void WriteEmpty(RecordBatch batch, CompactedSegment target)
    {
        Span<byte> header = stackalloc byte[RecordBatchFormat.HeaderByteCount];
        batch.Bytes[..header.Length].CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[RecordBatchFormat.BatchLengthAt..], RecordBatchFormat.BatchLengthMin);
        BinaryPrimitives.WriteInt16BigEndian(
            header[RecordBatchFormat.AttributesAt..],
            (short)(batch.Attributes & ~(RecordBatchFormat.CodecMask | RecordBatchFormat.DeleteHorizonMask)));
        BinaryPrimitives.WriteInt64BigEndian(header[RecordBatchFormat.BaseTimestampAt..], RecordBatchFormat.NoTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(header[RecordBatchFormat.RecordCountAt..], 0);
        RecordBatchStamp.RenewCrc(header);
        Write(header, 0, target);
    }

    private void Write(ReadOnlySpan<byte> batch, int recordCount, CompactedSegment target)
    {
        stats.RecordsWritten += recordCount;
        target.Append(batch);
    }
}
