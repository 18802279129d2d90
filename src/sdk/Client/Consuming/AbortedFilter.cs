using System.Buffers.Binary;
using Levada.Records;

namespace Levada.Client.Consuming;

/// <summary>Hides control batches and, between their begin and their abort marker, the batches of aborted transactions.</summary>
/// <param name="aborted">As the fetch response lists them.</param>
internal sealed class AbortedFilter(IReadOnlyList<AbortedTransaction> aborted)
{
    private const short AbortMarker = 0;
    private readonly Queue<AbortedTransaction> _upcoming = new(aborted.OrderBy(transaction => transaction.FirstOffset));
    private readonly HashSet<long> _abortedProducers = [];

    /// <summary>Judges the batches of a partition in their order.</summary>
    public bool IsHidden(RecordBatch batch)
    {
        while (_upcoming.TryPeek(out var next) && next.FirstOffset <= batch.LastOffset)
            _abortedProducers.Add(_upcoming.Dequeue().ProducerId);
        if (batch.IsControl)
        {
            if (IsAbortMarker(batch)) _abortedProducers.Remove(batch.ProducerId);
            return true;
        }

        return batch.IsTransactional && _abortedProducers.Contains(batch.ProducerId);
    }

    // The marker's key: int16 version, int16 type.
    private static bool IsAbortMarker(RecordBatch batch)
    {
        if (batch.Codec != CompressionCodec.None) return false;
        var records = new RecordReader(batch);
        return records.TryRead(out var record) && record.Key.Length >= 4 && BinaryPrimitives.ReadInt16BigEndian(record.Key[2..]) == AbortMarker;
    }
}
