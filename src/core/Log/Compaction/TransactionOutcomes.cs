using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>Tells, while a log is read from its start, whose data was aborted and which markers speak of nothing any more.</summary>
/// <param name="aborted">The aborted transactions of what is read.</param>
internal sealed class TransactionOutcomes(IEnumerable<AbortedTransaction> aborted)
{
    private readonly AbortedTransaction[] _byFirstOffset = [.. aborted.OrderBy(transaction => transaction.FirstOffset)];
    private readonly Dictionary<long, AbortedTransaction> _abortedNow = [];
    private readonly HashSet<long> _abortedWithBatches = [];
    private readonly HashSet<long> _committedWithBatches = [];
    private int _next;

    /// <summary>Takes note of a data batch; true when its transaction was aborted.</summary>
    public bool IsAborted(RecordBatch batch)
    {
        if (!batch.IsTransactional) return false;
        Advance(batch.LastOffset);
        if (_abortedNow.TryGetValue(batch.ProducerId, out var transaction) && batch.BaseOffset < transaction.LastOffset)
        {
            _abortedWithBatches.Add(batch.ProducerId);
            return true;
        }

        _committedWithBatches.Add(batch.ProducerId);
        return false;
    }

    /// <summary>Takes note of a marker; true when no batch of its transaction is left, be it an empty one.</summary>
    /// <param name="kept">The aborted transaction that readers must go on to know.</param>
    public bool IsObsolete(RecordBatch marker, out AbortedTransaction? kept)
    {
        Advance(marker.LastOffset);
        var hasBatches = _committedWithBatches.Remove(marker.ProducerId);
        var hasAbortedBatches = _abortedWithBatches.Remove(marker.ProducerId);
        kept = _abortedNow.Remove(marker.ProducerId, out var transaction) && hasAbortedBatches ? transaction : null;
        return !hasBatches && !hasAbortedBatches;
    }

    private void Advance(long offset)
    {
        for (; _next < _byFirstOffset.Length && _byFirstOffset[_next].FirstOffset <= offset; _next++)
            _abortedNow[_byFirstOffset[_next].ProducerId] = _byFirstOffset[_next];
    }
}
