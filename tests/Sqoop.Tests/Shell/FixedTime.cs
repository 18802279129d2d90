namespace Levada.Sqoop.Tests.Shell;

/// <summary>A clock that stands still until it is moved, and whose timers ring when it is.</summary>
internal sealed class FixedTime : TimeProvider
{
    private readonly List<Action> _timers = [];
    private DateTimeOffset _now = new(2024, 3, 9, 7, 5, 4, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _timers.Add(() => callback(state));
        return new Timer();
    }

    public void Advance(TimeSpan time)
    {
        _now += time;
        foreach (var timer in _timers) timer();
    }

    private sealed class Timer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
