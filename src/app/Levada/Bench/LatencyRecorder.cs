using HdrHistogram;
using Levada.Output;

namespace Levada.Bench;

/// <summary>Collects durations and gives their percentiles. Safe for concurrent use.</summary>
internal sealed class LatencyRecorder(TimeProvider time)
{
    private const long MicrosecondsMax = 3_600_000_000;
    private const int Digits = 3;
    private static readonly double[] Percentiles = [50, 90, 99, 99.9, 99.99, 100];
    private readonly LongHistogram _histogram = new(1, MicrosecondsMax, Digits);
    private readonly Lock _gate = new();

    /// <summary>Records the time from a timestamp until now.</summary>
    public void RecordSince(long timestamp)
    {
        var microseconds = (long)time.GetElapsedTime(timestamp).TotalMicroseconds;
        lock (_gate) _histogram.RecordValue(Math.Clamp(microseconds, 1, MicrosecondsMax));
    }

    /// <summary>Columns for <see cref="Cells"/>.</summary>
    public static IEnumerable<Column> Columns()
    {
        yield return new Column("SAMPLES", "samples", true);
        yield return new Column("MEAN MS", "meanMs", true);
        foreach (var percentile in Percentiles)
        {
            var name = percentile == 100 ? "max" : FormattableString.Invariant($"p{percentile}");
            yield return new Column($"{name.ToUpperInvariant()} MS", $"{name.Replace('.', '_')}Ms", true);
        }
    }

    public IReadOnlyList<Cell> Cells()
    {
        lock (_gate)
        {
            var isEmpty = _histogram.TotalCount == 0;
            return
            [
                _histogram.TotalCount,
                isEmpty ? Cell.Known(-1) : _histogram.GetMean() / 1000,
                .. Percentiles.Select(percentile => isEmpty ? Cell.Known(-1) : _histogram.GetValueAtPercentile(percentile) / 1000.0),
            ];
        }
    }
}
