namespace Levada.Broker.Quotas;

/// <summary>How long threads were busy with one request; not measured while nobody bounds it.</summary>
internal struct WorkTime
{
    private TimeProvider? _time;
    private long _startedAt;
    private TimeSpan _before;

    public static WorkTime Begin(ClientThrottle? throttle) =>
        throttle is { MeasuresWork: true } ? new WorkTime { _time = throttle.Time, _startedAt = throttle.Time.GetTimestamp() } : default;

    /// <summary>The thread is about to leave the request.</summary>
    public void Pause()
    {
        if (_time is not null) _before += _time.GetElapsedTime(_startedAt);
    }

    /// <summary>A thread has come back to it.</summary>
    public void Resume()
    {
        if (_time is not null) _startedAt = _time.GetTimestamp();
    }

    /// <summary>All of it up to now.</summary>
    public readonly TimeSpan Take() => _time is null ? TimeSpan.Zero : _before + _time.GetElapsedTime(_startedAt);
}
