using CsCheck;
using Levada.Metadata.Quotas;

namespace Levada.Metadata.Tests.Quotas;

public sealed class TokenBucketTests
{
    [Fact]
    public void A_burst_passes_and_more_is_owed()
    {
        // The example of KIP-599: 5 a second, 100 samples of a second, a burst of 560.
        var bucket = new TokenBucket(burstSeconds: 100);
        Assert.Equal(500, bucket.TokensAt(0, 5));
        bucket.Take(560, 0, 5);

        Assert.Equal((-60, 12_000), (bucket.TokensAt(0, 5), bucket.ThrottleMsAt(0, 5)));
        Assert.Equal((0, 0), (bucket.TokensAt(12_000, 5), bucket.ThrottleMsAt(12_000, 5)));
        Assert.Equal(500, bucket.TokensAt(1_000_000, 5));
    }

    [Fact]
    public void A_lower_rate_makes_the_bucket_smaller_at_once()
    {
        var bucket = new TokenBucket(burstSeconds: 10);
        Assert.Equal(100, bucket.TokensAt(0, 10));
        Assert.Equal(20, bucket.TokensAt(0, 2));
    }

    [Fact]
    public void Nobody_takes_more_over_time_than_the_burst_and_what_comes_back() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[1, 50], Gen.Select(Gen.Int[0, 5000], Gen.Int[1, 100]).Array[1, 50]).Sample((burstSeconds, rate, steps) =>
        {
            var bucket = new TokenBucket(burstSeconds);
            long nowMs = 0;
            double taken = 0;
            var largest = 0;
            foreach (var (passedMs, count) in steps)
            {
                nowMs += passedMs;
                if (bucket.ThrottleMsAt(nowMs, rate) > 0) continue;
                bucket.Take(count, nowMs, rate);
                taken += count;
                largest = Math.Max(largest, count);
                Assert.True(taken <= burstSeconds * rate + nowMs / 1000.0 * rate + largest + 1e-6);
            }
        }, iter: 1000);
}
