using Levada.Protocol;

namespace Levada.Log.Producers;

/// <summary>What one partition knows of one producer id.</summary>
internal sealed class ProducerEntry(long producerId)
{
    public const long NoTransaction = -1;

    private ProducerBatchRing _batches;
    private int _newest = -1;
    private int _batchCount;

    public long ProducerId { get; } = producerId;
    public ProducerEpoch Epoch { get; private set; } = ProducerEpoch.None;
    public int CoordinatorEpoch { get; set; } = -1;
    public long LastTimestampMs { get; set; } = -1;

    /// <summary>The first record of the open transaction, or -1.</summary>
    public long TransactionFirstOffset { get; set; } = NoTransaction;

    /// <summary>Where the open transaction's first batch lies; without a place after a restart.</summary>
    public LogPosition TransactionStart { get; set; }

    public bool HasBatches => _batchCount > 0;
    public bool HasTransaction => TransactionFirstOffset != NoTransaction;

    /// <summary>The last batch; only while <see cref="HasBatches"/>.</summary>
    public ProducerBatch LastBatch => _batches[_newest];

    /// <summary>All batches that are remembered, in no order.</summary>
    public IEnumerable<ProducerBatch> Batches
    {
        get
        {
            for (var age = 0; age < _batchCount; age++) yield return _batches[(_newest - age + ProducerBatchRing.Capacity) % ProducerBatchRing.Capacity];
        }
    }

    public int LastSequence => HasBatches ? LastBatch.LastSequence : -1;

    /// <summary>Another epoch is another incarnation: what the last one sent is no longer retried.</summary>
    public void MoveToEpoch(ProducerEpoch epoch)
    {
        if (epoch == Epoch) return;
        Epoch = epoch;
        _batchCount = 0;
    }

    public void Add(in ProducerBatch batch)
    {
        _newest = (_newest + 1) % ProducerBatchRing.Capacity;
        _batches[_newest] = batch;
        _batchCount = Math.Min(_batchCount + 1, ProducerBatchRing.Capacity);
    }

    public bool TryFindDuplicate(ProducerEpoch epoch, int firstSequence, int lastSequence, out ProducerBatch duplicate)
    {
        duplicate = default;
        if (epoch != Epoch) return false;
        for (var age = 0; age < _batchCount; age++)
        {
            duplicate = _batches[(_newest - age + ProducerBatchRing.Capacity) % ProducerBatchRing.Capacity];
            if (duplicate.LastSequence == lastSequence && duplicate.FirstSequence == firstSequence) return true;
        }

        return false;
    }
}
