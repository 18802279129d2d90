using Levada.Protocol;

namespace Levada.Replication;

/// <summary>The waits of one partition, and the ones that an advance of its high watermark has satisfied.</summary>
public sealed class OffsetWaits
{
    private OffsetWait? _first;

    public bool IsEmpty => _first is null;

    public void Add(OffsetWait wait, long endOffset)
    {
        if (wait.IsLinked || wait.IsBeingTold) throw new InvalidOperationException("A wait is linked twice.");
        wait.EndOffset = endOffset;
        wait.Owner = this;
        wait.Previous = null;
        wait.Next = _first;
        if (_first is { } next) next.Previous = wait;
        _first = wait;
    }

    /// <returns>Whether the wait was still linked here; if not, its satisfaction has been or is being told.</returns>
    public bool Remove(OffsetWait wait)
    {
        if (wait.Owner != this) return false;
        if (wait.Previous is { } previous) previous.Next = wait.Next;
        else _first = wait.Next;
        if (wait.Next is { } next) next.Previous = wait.Previous;
        wait.Owner = null;
        wait.Previous = null;
        wait.Next = null;
        return true;
    }

    /// <summary>Unlinks every wait up to the high watermark and chains them for <see cref="SatisfiedWaits.Tell"/>.</summary>
    public SatisfiedWaits Take(long highWatermark) => Take(highWatermark, ErrorCode.None);

    /// <summary>Unlinks every wait with an error: the partition is going away, or its disk has failed.</summary>
    public SatisfiedWaits TakeAll(ErrorCode error) => Take(long.MaxValue, error);

    private SatisfiedWaits Take(long highWatermark, ErrorCode error)
    {
        OffsetWait? satisfied = null;
        for (var wait = _first; wait is not null;)
        {
            var next = wait.Next;
            if (wait.EndOffset <= highWatermark && Remove(wait))
            {
                wait.Error = error;
                wait.IsBeingTold = true;
                wait.Next = satisfied;
                satisfied = wait;
            }

            wait = next;
        }

        return new SatisfiedWaits(satisfied);
    }
}
