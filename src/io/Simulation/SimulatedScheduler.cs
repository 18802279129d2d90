namespace Levada.Simulation;

/// <summary>Runs events one after another in the order of their time; among equal times the seed decides.</summary>
/// <remarks>The whole simulated world lives on the caller's thread: nothing happens between two calls of <see cref="RunNext"/>.</remarks>
public sealed class SimulatedScheduler(ManualClock clock, SeededRandom random)
{
    // The last part keeps keys unique should a random number repeat.
    private readonly SortedDictionary<(long DueMs, ulong Order, long Number), Action> _events = [];
    private long _number;

    public int WaitingCount => _events.Count;

    /// <summary>Runs an action once, after a delay of at least 0 ms.</summary>
    public void Schedule(long delayMs, Action action)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(delayMs);
        _events.Add((clock.NowMs + delayMs, random.NextUInt64(), _number++), action);
    }

    /// <summary>Moves the clock to the next event and runs it; false when nothing waits.</summary>
    public bool RunNext()
    {
        if (_events.Count == 0) return false;
        var (key, action) = _events.First();
        _events.Remove(key);
        clock.Advance(Math.Max(0, key.DueMs - clock.NowMs));
        action();
        return true;
    }

    /// <summary>Forgets what waits: the process that would have run it is gone.</summary>
    public void Clear() => _events.Clear();
}
