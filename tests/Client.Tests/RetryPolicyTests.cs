using Levada.Protocol;

namespace Levada.Client.Tests;

public sealed class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(BackoffMs: 50, BackoffMsMax: 1_000, TotalMsMax: 10_000);

    [Fact]
    public void Waits_double_up_to_their_bound()
    {
        var waits = Enumerable.Range(1, 7).Select(failedCount => Policy.NextDelayMs(ErrorCode.NotController, failedCount, 0));

        Assert.Equal([50, 100, 200, 400, 800, 1000, 1000], waits);
        Assert.Equal(1000, Policy.NextDelayMs(ErrorCode.NotController, int.MaxValue, 0));
    }

    [Fact]
    public void What_cannot_help_is_not_repeated() => Assert.Null(Policy.NextDelayMs(ErrorCode.InvalidConfig, 1, 0));

    [Fact]
    public void Nothing_is_repeated_beyond_the_total_time()
    {
        Assert.NotNull(Policy.NextDelayMs(ErrorCode.NetworkException, 1, 9_950));
        Assert.Null(Policy.NextDelayMs(ErrorCode.NetworkException, 1, 9_951));
    }
}
