namespace Levada.Start;

/// <summary>The share of processor time that the process left unused between two looks.</summary>
/// <remarks>
/// Kafka's thread pools each measure their own idleness. Here one set of threads does both works and sleeps in the kernel,
/// so what is left of the processors says the same: near 0 means that there is no room for more load.
/// </remarks>
internal sealed class IdleShare(int processorCount)
{
    // A shorter time says more about the scrape itself than about the broker.
    private const double MsMin = 1_000;
    private readonly Lock _gate = new();
    private double _lastTimeMs;
    private double _lastUsedMs;
    private double _share = 1;

    /// <param name="timeMs">Since the broker began to serve; the first look counts from there.</param>
    /// <param name="usedMs">Processor time of the process so far, of all processors together.</param>
    /// <returns>0 to 1.</returns>
    public double Next(double timeMs, double usedMs)
    {
        lock (_gate)
        {
            if (timeMs - _lastTimeMs < MsMin) return _share;
            _share = Math.Clamp(1 - (usedMs - _lastUsedMs) / ((timeMs - _lastTimeMs) * processorCount), 0, 1);
            (_lastTimeMs, _lastUsedMs) = (timeMs, usedMs);
            return _share;
        }
    }
}
