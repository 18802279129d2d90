namespace Levada.Replication;

/// <summary>A chain of waits that are over, to be told once the partition has been released.</summary>
public readonly struct SatisfiedWaits
{
    private readonly OffsetWait? _first;

    internal SatisfiedWaits(OffsetWait? first) => _first = first;

    public static SatisfiedWaits None => default;

    public void Tell()
    {
        for (var wait = _first; wait is not null;)
        {
            // The waiter may reuse its node at once, so the chain is read before it hears.
            var next = wait.Next;
            wait.Next = null;
            wait.IsBeingTold = false;
            wait.Waiter.OnSatisfied(wait);
            wait = next;
        }
    }
}
