namespace Levada.Metadata.Quotas;

/// <summary>A rate per second over the last samples, as Kafka measures what its quotas bound.</summary>
/// <remarks>
/// A sample begins with the first value after the one before is over, and counts until nothing of it lies within the window.
/// Before there are enough samples the missing ones count as time without values, so that a first burst is not taken for a
/// rate. Not safe for concurrent use. Allocates nothing after construction.
/// </remarks>
public sealed class RateWindow(int sampleCount, int sampleMs)
{
    // One more than counts: the oldest may reach into the window from before it.
    private readonly Sample[] _samples = new Sample[sampleCount + 1];
    private int _current = -1;

    /// <summary>Adds a value; a negative one takes back what was added by mistake.</summary>
    /// <param name="nowMs">Any monotonic clock.</param>
    public void Record(double value, long nowMs)
    {
        if (_current < 0 || nowMs - _samples[_current].StartMs >= sampleMs)
        {
            _current = (_current + 1) % _samples.Length;
            _samples[_current] = new Sample { StartMs = nowMs, IsUsed = true };
        }

        _samples[_current].Sum += value;
        _samples[_current].LastMs = nowMs;
    }

    /// <summary>The values within the window.</summary>
    public double SumAt(long nowMs)
    {
        double sum = 0;
        foreach (ref readonly var sample in _samples.AsSpan())
        {
            if (Counts(sample, nowMs)) sum += sample.Sum;
        }

        return sum;
    }

    /// <summary>The time that the rate is taken over: at least all samples but one, at least a millisecond.</summary>
    public long WindowMsAt(long nowMs)
    {
        var oldestMs = nowMs;
        foreach (ref readonly var sample in _samples.AsSpan())
        {
            if (Counts(sample, nowMs)) oldestMs = Math.Min(oldestMs, sample.StartMs);
        }

        var elapsedMs = nowMs - oldestMs;
        var missing = sampleCount - 1 - elapsedMs / sampleMs;
        return Math.Max(1, missing > 0 ? elapsedMs + missing * sampleMs : elapsedMs);
    }

    /// <summary>Values per second.</summary>
    public double RateAt(long nowMs) => SumAt(nowMs) / (WindowMsAt(nowMs) / 1000.0);

    /// <summary>How long nothing more should come so that the rate is back at its bound; 0 while it is within.</summary>
    public int ThrottleMsAt(long nowMs, double bound)
    {
        var excess = RateAt(nowMs) - bound;
        return excess > 0 ? QuotaTime.RoundMs(excess / bound * WindowMsAt(nowMs)) : 0;
    }

    private bool Counts(in Sample sample, long nowMs) => sample.IsUsed && nowMs - sample.LastMs < (long)sampleCount * sampleMs;

    private struct Sample
    {
        public long StartMs;
        public long LastMs;
        public double Sum;
        public bool IsUsed;
    }
}
