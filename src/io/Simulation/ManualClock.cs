namespace Levada.Simulation;

/// <summary>A clock that moves only when told to.</summary>
public sealed class ManualClock(long nowMs)
{
    /// <summary>Milliseconds since 1970.</summary>
    public long NowMs { get; private set; } = nowMs;

    /// <summary>Moves the clock; a negative step is a clock that was set back.</summary>
    public void Advance(long stepMs) => NowMs += stepMs;
}
