namespace Levada.Runtime;

/// <summary>All timers of the process behind one system timer: a heap of entries ordered by due time.</summary>
/// <remarks>
/// A heap and not a wheel: a wheel ticks as long as anything is armed, and group sessions always are. Arming and cancelling
/// allocate nothing; a cancelled earliest entry costs one wake-up too many and no system call. Safe for concurrent use.
/// </remarks>
public sealed class TimerQueue : IDisposable
{
    private const int Arity = 4;
    private const long Never = long.MaxValue;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IWorkScheduler _scheduler;
    private readonly ITimer _timer;
    private readonly long _ticksPerMs;
    private TimerEntry[] _heap = new TimerEntry[16];
    private int _count;
    private long _wakeAtMs = Never;
    private bool _isDisposed;

    public TimerQueue(TimeProvider time, IWorkScheduler scheduler)
    {
        _time = time;
        _scheduler = scheduler;
        _ticksPerMs = Math.Max(1, time.TimestampFrequency / 1000);
        _timer = time.CreateTimer(
            static queue => ((TimerQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Monotonic milliseconds from an arbitrary start: what due times are made of.</summary>
    public long NowMs => _time.GetTimestamp() / _ticksPerMs;

    /// <summary>How many entries are armed.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>Arms the entry, or moves it if it is armed already.</summary>
    /// <param name="delayMs">From now; not positive means as soon as possible, but never on this stack.</param>
    public void Arm(TimerEntry entry, long delayMs) => ArmAt(entry, NowMs + Math.Clamp(delayMs, 0, int.MaxValue));

    /// <summary>Arms the entry for a time on the scale of <see cref="NowMs"/>, or moves it there.</summary>
    public void ArmAt(TimerEntry entry, long dueMs)
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            if (entry.HeapIndex == TimerEntry.NotQueued) Append(entry);
            entry.DueMs = dueMs;
            Settle(entry);
            if (dueMs < _wakeAtMs) SetTimer(dueMs);
        }
    }

    /// <summary>Takes the entry out again.</summary>
    /// <returns>False when it was not armed: <see cref="TimerEntry"/>'s OnDue has run, or is about to.</returns>
    public bool Cancel(TimerEntry entry)
    {
        lock (_gate)
        {
            if (entry.HeapIndex == TimerEntry.NotQueued) return false;
            Remove(entry);
            return true;
        }
    }

    /// <summary>Forgets all entries; none of them becomes due.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            for (var i = 0; i < _count; i++) _heap[i].HeapIndex = TimerEntry.NotQueued;
            Array.Clear(_heap, 0, _count);
            _count = 0;
        }

        _timer.Dispose();
    }

    private void OnTimer()
    {
        while (TakeDue() is { } entry) _scheduler.Schedule(entry);
    }

    private TimerEntry? TakeDue()
    {
        lock (_gate)
        {
            if (_isDisposed) return null;
            if (_count > 0 && _heap[0].DueMs <= NowMs)
            {
                var entry = _heap[0];
                Remove(entry);
                return entry;
            }

            if (_count > 0) SetTimer(_heap[0].DueMs);
            else _wakeAtMs = Never;
            return null;
        }
    }

    private void SetTimer(long dueMs)
    {
        _wakeAtMs = dueMs;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(dueMs - NowMs, 0, int.MaxValue)), Timeout.InfiniteTimeSpan);
    }

    private void Append(TimerEntry entry)
    {
        if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
        Place(entry, _count++);
    }

    private void Remove(TimerEntry entry)
    {
        var last = _heap[--_count];
        _heap[_count] = null!;
        if (last != entry)
        {
            Place(last, entry.HeapIndex);
            Settle(last);
        }

        entry.HeapIndex = TimerEntry.NotQueued;
    }

    private void Place(TimerEntry entry, int index)
    {
        _heap[index] = entry;
        entry.HeapIndex = index;
    }

    private void Settle(TimerEntry entry)
    {
        var index = entry.HeapIndex;
        while (index > 0 && _heap[(index - 1) / Arity] is var parent && entry.DueMs < parent.DueMs)
        {
            var parentIndex = parent.HeapIndex;
            Place(parent, index);
            index = parentIndex;
        }

        while (EarliestChild(index) is { } child && child.DueMs < entry.DueMs)
        {
            var childIndex = child.HeapIndex;
            Place(child, index);
            index = childIndex;
        }

        Place(entry, index);
    }

    private TimerEntry? EarliestChild(int index)
    {
        TimerEntry? earliest = null;
        var first = index * Arity + 1;
        for (var i = first; i < Math.Min(first + Arity, _count); i++)
            if (earliest is null || _heap[i].DueMs < earliest.DueMs) earliest = _heap[i];
        return earliest;
    }
}
