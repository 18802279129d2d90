using Levada.Start;

namespace Levada.Operations.Tests;

public sealed class IdleShareTests
{
    [Fact]
    public void Idleness_is_what_the_processors_had_left_since_the_last_look()
    {
        var share = new IdleShare(processorCount: 2);
        Assert.Equal(0.75, share.Next(timeMs: 2_000, usedMs: 1_000));
        Assert.Equal(0, share.Next(timeMs: 4_000, usedMs: 5_000));
        Assert.Equal(1, share.Next(timeMs: 6_000, usedMs: 5_000));
    }

    [Fact]
    public void Two_looks_at_almost_the_same_time_see_the_same()
    {
        var share = new IdleShare(processorCount: 1);
        Assert.Equal(0.5, share.Next(timeMs: 2_000, usedMs: 1_000));
        Assert.Equal(0.5, share.Next(timeMs: 2_001, usedMs: 1_001));
    }
}
