namespace Levada.Broker.Tests.Direct;

/// <summary>A clock that moves only when told to, and runs what is due on the caller's thread.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now = TimeSpan.FromHours(1);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How far the clock moves whenever somebody looks at it, for code whose own time is measured.</summary>
    public TimeSpan TimePerLook { get; set; }

    public override long GetTimestamp()
    {
        lock (_gate)
        {
            _now += TimePerLook;
            return _now.Ticks;
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000) + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate) _timers.Add(timer);
        return timer;
    }

    public void Advance(TimeSpan time)
    {
        TimeSpan target;
        lock (_gate) target = _now + time;
        while (true)
        {
            ManualTimer? due;
            lock (_gate)
            {
                due = _timers.Where(t => t.Due <= target).MinBy(t => t.Due);
                _now = due is null ? target : TimeSpan.FromTicks(Math.Max(_now.Ticks, due.Due.Ticks));
                if (due is null) return;
                due.Due = due.Period > TimeSpan.Zero ? due.Due + due.Period : TimeSpan.MaxValue;
            }

            due.Run();
        }
    }

    private sealed class ManualTimer(ManualTime owner, Action run) : ITimer
    {
        public TimeSpan Due { get; set; } = TimeSpan.MaxValue;
        public TimeSpan Period { get; private set; }
        public Action Run { get; } = run;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                Due = dueTime < TimeSpan.Zero ? TimeSpan.MaxValue : owner._now + dueTime;
                Period = period;
            }

            return true;
        }

        public void Dispose() { lock (owner._gate) owner._timers.Remove(this); }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
