using Levada.Protocol;

namespace Levada.Log.Tests;

public sealed class LeaderEpochTests
{
    [Theory]
    [InlineData(-1, -1, -1)]
    [InlineData(1, 1, 10)]
    [InlineData(2, 2, 20)]
    [InlineData(3, 2, 20)]
    [InlineData(5, 5, 99)]
    [InlineData(6, -1, -1)]
    public void The_end_of_an_epoch_is_the_start_of_the_next(int requested, int epoch, long endOffset)
    {
        var cache = new LeaderEpochCache();
        cache.Begin(new(2), 10);
        cache.Begin(new(5), 20);
        Assert.Equal((new LeaderEpoch(epoch), endOffset), cache.EndOffsetFor(new(requested), 99));
    }

    [Fact]
    public void An_epoch_without_records_leaves_no_trace()
    {
        var cache = new LeaderEpochCache();
        cache.Begin(new(1), 0);
        cache.Begin(new(2), 10);
        cache.Begin(new(3), 10);
        cache.Begin(new(2), 12);
        Assert.Equal([(new LeaderEpoch(1), 0L), (new LeaderEpoch(3), 10L)], cache.Entries);
    }

    [Fact]
    public void Truncation_keeps_the_epoch_that_holds_the_start()
    {
        var cache = new LeaderEpochCache();
        for (var epoch = 0; epoch < 4; epoch++) cache.Begin(new(epoch), epoch * 10);
        cache.TruncateFromStart(15);
        Assert.Equal([(new LeaderEpoch(1), 15L), (new LeaderEpoch(2), 20L), (new LeaderEpoch(3), 30L)], cache.Entries);
        cache.TruncateFromEnd(30);
        Assert.Equal(new LeaderEpoch(2), cache.LatestEpoch);
        Assert.Equal(new LeaderEpoch(1), cache.EpochOf(19));
        Assert.Equal(LeaderEpoch.None, cache.EpochOf(14));
    }

    [Fact]
    public void The_file_is_Kafkas_and_a_torn_one_ends_at_its_last_good_line()
    {
        var cache = new LeaderEpochCache();
        cache.Begin(new(1), 0);
        cache.Begin(new(7), 42);
        var text = System.Text.Encoding.UTF8.GetString(cache.ToBytes());
        Assert.Equal("0\n2\n1 0\n7 42\n", text);
        var again = new LeaderEpochCache();
        again.Load(text[..^3]);
        Assert.Equal([(new LeaderEpoch(1), 0L)], again.Entries);
        again.Load(text);
        Assert.Equal(cache.Entries, again.Entries);
        again.Load("");
        Assert.Empty(again.Entries);
    }
}
