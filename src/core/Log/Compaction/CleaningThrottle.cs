namespace Levada.Log.Compaction;

/// <summary>Says how long cleaning has to pause so that its reading and writing stay below a rate.</summary>
/// <remarks>Not safe for concurrent use. Source: <c>log.cleaner.io.max.bytes.per.second</c>.</remarks>
public sealed class CleaningThrottle
{
    // Time that was not used is no credit for later bursts beyond this.
    private const long BurstMs = 1_000;

    private double _paidUntilMs = double.MinValue;

    /// <summary>Counts bytes and tells how long to wait before the next ones.</summary>
    /// <param name="nowMs">Of a clock that only goes forward.</param>
    public long DelayMs(long byteCount, double bytesPerSecondMax, long nowMs)
    {
        if (bytesPerSecondMax <= 0) return 0;
        _paidUntilMs = Math.Max(_paidUntilMs, nowMs - BurstMs) + (byteCount * 1000.0 / bytesPerSecondMax);
        return _paidUntilMs <= nowMs ? 0 : (long)Math.Ceiling(Math.Min(_paidUntilMs - nowMs, int.MaxValue));
    }
}
