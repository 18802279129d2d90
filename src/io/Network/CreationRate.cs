namespace Levada.Network;

/// <summary>Spreads new connections evenly, after a burst of up to one second's worth.</summary>
internal sealed class CreationRate(TimeProvider time)
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(1);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next = -Burst;

    /// <summary>Whether it has nothing to remember: a new one would answer the same.</summary>
    public bool IsIdle => _next <= time.GetElapsedTime(_start) - Burst;

    /// <summary>How long to wait before accepting the next connection; zero counts it as accepted.</summary>
    public TimeSpan PauseBeforeNext(int perSecondMax)
    {
        if (perSecondMax == int.MaxValue) return TimeSpan.Zero;
        var now = time.GetElapsedTime(_start);
        if (_next < now - Burst) _next = now - Burst;
        if (_next > now) return _next - now;
        _next += TimeSpan.FromSeconds(1.0 / Math.Max(1, perSecondMax));
        return TimeSpan.Zero;
    }
}
