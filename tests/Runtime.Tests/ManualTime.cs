namespace Levada.Runtime.Tests;

/// <summary>A clock that moves when it is told to, firing its timers on the way.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private readonly DateTimeOffset _start = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);
    private long _elapsedMs;

    /// <summary>How often a timer was set: each is a system call with a real clock.</summary>
    public int ChangeCount { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => _elapsedMs * TimeSpan.TicksPerMillisecond;
    public override DateTimeOffset GetUtcNow() => _start.AddMilliseconds(_elapsedMs);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        _timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(long ms)
    {
        var end = _elapsedMs + ms;
        while (_timers.Where(timer => timer.DueMs <= end).MinBy(timer => timer.DueMs) is { } timer)
        {
            _elapsedMs = Math.Max(_elapsedMs, timer.DueMs);
            timer.Fire();
        }

        _elapsedMs = end;
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        public long DueMs { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.ChangeCount++;
            DueMs = dueTime < TimeSpan.Zero ? long.MaxValue : time._elapsedMs + (long)dueTime.TotalMilliseconds;
            return true;
        }

        public void Fire()
        {
            DueMs = long.MaxValue;
            callback();
        }

        public void Dispose() => time._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
