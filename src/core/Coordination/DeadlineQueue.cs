namespace Levada.Coordination;

/// <summary>Deadlines as data, earliest first; ties in the order they were set.</summary>
/// <remarks>
/// A deadline that moves later stays where it stands and is queued again when its old time comes: a heartbeat moves one every
/// few seconds, and most of them are never due.
/// </remarks>
internal sealed class DeadlineQueue
{
    private readonly PriorityQueue<Deadline, (long AtMs, long Order)> _queue = new();
    private long _order;

    /// <summary>When to look next, or <see cref="Deadline.Never"/>; may be earlier than any deadline still is.</summary>
    public long NextMs => _queue.TryPeek(out _, out var first) ? first.AtMs : Deadline.Never;

    public void Set(Deadline deadline, long atMs)
    {
        deadline.AtMs = atMs;
        if (atMs < deadline.QueuedAtMs) Enqueue(deadline);
    }

    public static void Clear(Deadline deadline) => deadline.AtMs = Deadline.Never;

    /// <summary>Runs what is due, until something decides records: what comes next must see them applied.</summary>
    public void RunDue(Decision decision)
    {
        while (decision.Records.Count == 0 && _queue.TryPeek(out var deadline, out var place) && place.AtMs <= decision.ElapsedMs)
        {
            _queue.Dequeue();
            // An entry left behind when the deadline moved to an earlier one.
            if (place.AtMs != deadline.QueuedAtMs) continue;
            deadline.QueuedAtMs = Deadline.Never;
            if (deadline.AtMs > decision.ElapsedMs)
            {
                if (deadline.AtMs != Deadline.Never) Enqueue(deadline);
                continue;
            }

            deadline.AtMs = Deadline.Never;
            deadline.Run(decision);
        }
    }

    private void Enqueue(Deadline deadline)
    {
        deadline.QueuedAtMs = deadline.AtMs;
        _queue.Enqueue(deadline, (deadline.AtMs, _order++));
    }
}
