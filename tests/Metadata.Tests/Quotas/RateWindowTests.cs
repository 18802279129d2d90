using CsCheck;
using Levada.Metadata.Quotas;

namespace Levada.Metadata.Tests.Quotas;

public sealed class RateWindowTests
{
    private const int SampleCount = 11;
    private const int SampleMs = 1000;
    private const long Start = 1_000_000;

    [Fact]
    public void A_first_burst_is_spread_over_all_samples_but_one()
    {
        var window = new RateWindow(SampleCount, SampleMs);
        window.Record(5000, Start);

        Assert.Equal((500, 10_000), (window.RateAt(Start), window.WindowMsAt(Start)));
        Assert.Equal(5000 / 10.5, window.RateAt(Start + 500));
    }

    [Theory]
    [InlineData(10_000, 1000, 0)]
    [InlineData(10_001, 1000, 1)]
    [InlineData(20_000, 1000, 10_000)]
    [InlineData(15_000, 1000, 5000)]
    [InlineData(10_000, 3, 3_323_333)]
    public void A_client_waits_until_its_rate_is_back_at_the_bound(double value, double bound, int throttleMs)
    {
        var window = new RateWindow(SampleCount, SampleMs);
        window.Record(value, Start);

        Assert.Equal(throttleMs, window.ThrottleMsAt(Start, bound));
    }

    [Fact]
    public void A_full_window_counts_its_own_time_and_forgets_what_lies_before_it()
    {
        var window = new RateWindow(SampleCount, SampleMs);
        for (var second = 0; second < 30; second++) window.Record(100, Start + second * SampleMs);

        // Eleven samples lie within the window; the youngest has only just begun.
        Assert.Equal((1100, 10_000), (window.SumAt(Start + 29_000), window.WindowMsAt(Start + 29_000)));
        Assert.Equal((1100, 10_999), (window.SumAt(Start + 29_999), window.WindowMsAt(Start + 29_999)));
        Assert.Equal((0, 10_000), (window.SumAt(Start + 40_000), window.WindowMsAt(Start + 40_000)));
    }

    [Fact]
    public void What_is_taken_back_was_never_there()
    {
        var window = new RateWindow(SampleCount, SampleMs);
        window.Record(100, Start);
        window.Record(5000, Start + 10);
        window.Record(-5000, Start + 10);

        Assert.Equal(100, window.SumAt(Start + 10));
    }

    [Fact]
    public void A_window_without_values_has_no_rate_and_never_divides_by_nothing()
    {
        Assert.Equal((0, 0), (new RateWindow(1, 1).RateAt(0), new RateWindow(1, 1).ThrottleMsAt(0, 1)));
        var window = new RateWindow(1, 1000);
        window.Record(7, Start);
        Assert.Equal((1, 7000), (window.WindowMsAt(Start), window.RateAt(Start)));
    }

    [Fact]
    public void Whatever_comes_the_window_agrees_with_a_list_of_all_samples() =>
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 2000], Gen.Select(Gen.Int[0, 3000], Gen.Int[-50, 500]).Array[1, 60]).Sample((sampleCount, sampleMs, steps) =>
        {
            var window = new RateWindow(sampleCount, sampleMs);
            var model = new List<(long StartMs, long LastMs, double Sum)>();
            var nowMs = Start;
            foreach (var (passedMs, value) in steps)
            {
                nowMs += passedMs;
                window.Record(value, nowMs);
                if (model.Count == 0 || nowMs - model[^1].StartMs >= sampleMs) model.Add((nowMs, nowMs, value));
                else model[^1] = (model[^1].StartMs, nowMs, model[^1].Sum + value);

                var counted = model.Where(sample => nowMs - sample.LastMs < (long)sampleCount * sampleMs).ToList();
                var elapsedMs = nowMs - counted.Min(sample => sample.StartMs);
                var windowMs = Math.Max(1, elapsedMs + Math.Max(0, sampleCount - 1 - elapsedMs / sampleMs) * sampleMs);
                Assert.Equal(counted.Sum(sample => sample.Sum), window.SumAt(nowMs));
                Assert.Equal(windowMs, window.WindowMsAt(nowMs));
                AssertThrottle(window, nowMs);
            }
        }, iter: 2000);

    /// <summary>Whoever waits as told and stays quiet is below the bound, as the window then reaches further.</summary>
    private static void AssertThrottle(RateWindow window, long nowMs)
    {
        const double bound = 10;
        var throttleMs = window.ThrottleMsAt(nowMs, bound);
        Assert.Equal(throttleMs > 0, (window.RateAt(nowMs) - bound) / bound * window.WindowMsAt(nowMs) >= 0.5);
        if (throttleMs > 0) Assert.True(window.SumAt(nowMs) / (window.WindowMsAt(nowMs) + throttleMs) * 1000 <= bound * 1.001 + 1);
    }
}
