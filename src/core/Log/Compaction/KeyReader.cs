using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>Learns the last offset of every key from the dirty part of a log, until that ends or the map is full.</summary>
internal sealed class KeyReader(LogOptions options, OffsetMap map, TransactionOutcomes outcomes, long firstOffset) : IDisposable
{
    private readonly FrameBuffer _records = new();

    /// <returns>False when the map is full.</returns>
    /// <exception cref="InvalidDataException">The batch is damaged.</exception>
    public bool Read(RecordBatch batch)
    {
        if (batch.LastOffset < firstOffset) return true;
        var isLearnt = batch.IsControl ? IsMarkerLearnt(batch) : outcomes.IsAborted(batch) || Learn(batch);
        if (isLearnt) map.Advance(batch.LastOffset);
        return isLearnt;
    }

    public void Dispose() => _records.Release();

    private bool IsMarkerLearnt(RecordBatch batch)
    {
        if (ControlRecords.TryReadEndTransaction(batch, out _, out _)) outcomes.IsObsolete(batch, out _);
        return true;
    }

    private bool Learn(RecordBatch batch)
    {
        _records.Clear();
        var reader = new RecordReader(
            batch, batch.Codec == CompressionCodec.None ? batch.Payload : CleanedBatch.Decompress(batch, _records, options));
        while (reader.TryRead(out var record))
        {
            if (record.Offset < firstOffset || record.IsKeyNull) continue;
            if (!map.TryPut(record.Key, record.Offset)) return false;
        }

        if (reader.Failed) throw CleanedBatch.Damaged(batch);
        return true;
    }
}
