using Levada.Protocol;

namespace Levada.Client.Producing;

/// <summary>The batches of one partition in order; one is on its way at a time, so that none overtakes another.</summary>
/// <remarks>Guarded by the producer's lock.</remarks>
internal sealed class PartitionQueue(TopicPartition partition)
{
    private readonly Queue<ProduceBatch> _sealed = new();
    private ProduceBatch? _open;
    private long _producerId = -1;
    private int _nextSequence;

    public TopicPartition Partition { get; } = partition;

    /// <summary>The batch that is sent and not answered, or that waits to be sent again.</summary>
    public ProduceBatch? Current { get; private set; }

    public bool IsInFlight { get; private set; }

    /// <summary>Before this time the current batch is not sent again.</summary>
    public long RetryAt { get; private set; }

    public bool IsEmpty => _open is null && _sealed.Count == 0 && Current is null;

    /// <summary>The open batch, if it has room for this many more bytes; a full one is sealed.</summary>
    public ProduceBatch? OpenWithRoom(int byteCount, int batchBytesMax)
    {
        if (_open is null) return null;
        if (_open.UncompressedBytes + byteCount <= batchBytesMax) return _open;
        SealOpen();
        return null;
    }

    public void Open(ProduceBatch batch) => _open = batch;

    /// <summary>When something of it may be sent: null when nothing waits, in the past when it is time.</summary>
    public long? ReadyAt(long lingerTicks, bool isFlushing)
    {
        if (IsInFlight) return null;
        if (Current is not null) return RetryAt;
        if (_sealed.Count > 0) return 0;
        if (_open is null) return null;
        return isFlushing ? 0 : _open.StartTimestamp + lingerTicks;
    }

    /// <summary>Takes the next batch to send.</summary>
    public ProduceBatch Take()
    {
        if (Current is null && _sealed.Count == 0) SealOpen();
        Current ??= _sealed.Dequeue();
        IsInFlight = true;
        return Current;
    }

    /// <summary>Gives the current batch its place in the producer's order, unless it has one.</summary>
    public void Sequence(long producerId, ProducerEpoch epoch)
    {
        if (producerId < 0 || Current is not { BaseSequence: < 0 } batch) return;
        if (_producerId != producerId) _nextSequence = 0;
        _producerId = producerId;
        batch.SetProducer(producerId, epoch, _nextSequence);
        _nextSequence = (int)(((long)_nextSequence + batch.RecordCount) & int.MaxValue);
    }

    /// <summary>The current batch is settled, one way or the other.</summary>
    public void Settle()
    {
        Current = null;
        IsInFlight = false;
    }

    /// <summary>The current batch is to be sent again.</summary>
    public void Retry(long at)
    {
        IsInFlight = false;
        RetryAt = at;
    }

    private void SealOpen()
    {
        _sealed.Enqueue(_open!);
        _open = null;
    }
}
