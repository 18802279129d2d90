using CsCheck;
using Levada.Protocol;

namespace Levada.Replication.Tests;

public sealed class OffsetWaitsTests
{
    [Fact]
    public void A_wait_is_told_once_and_only_when_the_high_watermark_reaches_it() =>
        Gen.Select(Gen.Long[0, 20].List[0, 10], Gen.Long[0, 20].List[1, 10]).Sample((ends, advances) =>
        {
            var waits = new OffsetWaits();
            var waiters = ends.ConvertAll(_ => new CountingWaiter());
            for (var i = 0; i < ends.Count; i++) waits.Add(waiters[i].Wait, ends[i]);

            foreach (var highWatermark in advances) waits.Take(highWatermark).Tell();

            for (var i = 0; i < ends.Count; i++)
                Assert.Equal(ends[i] <= advances.Max() ? 1 : 0, waiters[i].ToldCount);
        });

    [Fact]
    public void A_removed_wait_is_never_told()
    {
        var waits = new OffsetWaits();
        var waiter = new CountingWaiter();
        waits.Add(waiter.Wait, 5);

        Assert.True(waits.Remove(waiter.Wait));
        waits.Take(10).Tell();

        Assert.Equal(0, waiter.ToldCount);
        Assert.False(waits.Remove(waiter.Wait));
    }

    [Fact]
    public void When_the_partition_goes_away_every_wait_hears_why()
    {
        var waits = new OffsetWaits();
        var waiter = new CountingWaiter();
        waits.Add(waiter.Wait, 5);

        waits.TakeAll(ErrorCode.KafkaStorageError).Tell();

        Assert.Equal(ErrorCode.KafkaStorageError, waiter.Error);
        Assert.True(waits.IsEmpty);
    }

    [Fact]
    public void A_wait_cannot_be_linked_anew_before_its_waiter_has_heard()
    {
        var waits = new OffsetWaits();
        var waiter = new CountingWaiter();
        waits.Add(waiter.Wait, 5);
        var satisfied = waits.Take(5);

        Assert.True(waiter.Wait.IsBeingTold);
        Assert.Throws<InvalidOperationException>(() => waits.Add(waiter.Wait, 6));
        satisfied.Tell();
        Assert.False(waiter.Wait.IsBeingTold);
        waits.Add(waiter.Wait, 6);
        Assert.True(waiter.Wait.IsLinked);
    }

    [Fact]
    public void A_waiter_may_link_its_wait_again_while_it_is_told()
    {
        var waits = new OffsetWaits();
        var waiters = new[] { new CountingWaiter(), new CountingWaiter(), new CountingWaiter() };
        foreach (var waiter in waiters)
        {
            waiter.OnTold = () => waits.Add(waiter.Wait, 20);
            waits.Add(waiter.Wait, 5);
        }

        waits.Take(5).Tell();

        Assert.All(waiters, waiter => Assert.Equal(1, waiter.ToldCount));
        Assert.All(waiters, waiter => Assert.True(waiter.Wait.IsLinked));
    }

    private sealed class CountingWaiter : IOffsetWaiter
    {
        public CountingWaiter() => Wait = new OffsetWait(this);

        public OffsetWait Wait { get; }
        public int ToldCount { get; private set; }
        public ErrorCode Error { get; private set; }
        public Action? OnTold { get; set; }

        public void OnSatisfied(OffsetWait wait)
        {
            ToldCount++;
            Error = wait.Error;
            OnTold?.Invoke();
        }
    }
}
