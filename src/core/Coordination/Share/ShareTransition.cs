namespace Levada.Coordination.Share;

/// <summary>Changes of state that count once they are persisted: what to write, and a name to report the outcome under.</summary>
public sealed class ShareTransition
{
    private readonly List<StateBatch> _batches = [];

    internal ShareTransition(bool isForced) => IsForced = isForced;

    public IReadOnlyList<StateBatch> Batches => _batches;

    /// <summary>The start offset to persist with the states.</summary>
    public long StartOffset { get; internal set; }

    /// <summary>Records at and after the start offset that are done with, these included (KIP-1226).</summary>
    public int DeliveryCompleteCount { get; internal set; }

    /// <summary>Whether it happens even if it cannot be persisted: an expired lock is expired.</summary>
    public bool IsForced { get; }

    internal void Add(long first, long last, RecordState state, short deliveryCount)
    {
        if (_batches.Count > 0 && _batches[^1] is var previous
            && previous.Last + 1 == first && previous.State == state && previous.DeliveryCount == deliveryCount)
            _batches[^1] = previous with { Last = last };
        else
            _batches.Add(new StateBatch(first, last, state, deliveryCount));
    }
}
