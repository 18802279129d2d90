namespace Levada.Simulation.Tests;

public sealed class SimulatedWorldTests
{
    [Fact]
    public void A_seed_means_the_same_numbers_for_ever()
    {
        var random = new SeededRandom(42);
        Assert.Equal(
            [0xBDD732262FEB6E95, 0x28EFE333B266F103, 0x47526757130F9F52],
            new[] { random.NextUInt64(), random.NextUInt64(), random.NextUInt64() });
    }

    [Fact]
    public void Numbers_stay_within_their_limits() =>
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.ULong, CsCheck.Gen.Int[1, int.MaxValue]), (seed, limit) =>
        {
            var random = new SeededRandom(seed);
            Assert.InRange(random.Next(limit), 0, limit - 1);
            Assert.False(random.NextBoolean(0));
            Assert.True(random.NextBoolean(1));
        });

    [Fact]
    public void A_fork_is_not_shifted_by_its_parent()
    {
        var first = new SeededRandom(1);
        var second = new SeededRandom(1);
        var firstFork = first.Fork();
        var secondFork = second.Fork();
        first.NextUInt64();
        Assert.Equal(firstFork.NextUInt64(), secondFork.NextUInt64());
    }

    [Fact]
    public void Events_run_in_the_order_of_their_time()
    {
        var clock = new ManualClock(100);
        var scheduler = new SimulatedScheduler(clock, new SeededRandom(1));
        var seen = new List<(string, long)>();
        scheduler.Schedule(20, () => seen.Add(("late", clock.NowMs)));
        scheduler.Schedule(10, () => scheduler.Schedule(5, () => seen.Add(("nested", clock.NowMs))));
        while (scheduler.RunNext())
        {
        }

        Assert.Equal([("nested", 115), ("late", 120)], seen);
    }

    [Fact]
    public void Among_events_of_one_time_the_seed_decides()
    {
        static string Run(ulong seed)
        {
            var scheduler = new SimulatedScheduler(new ManualClock(0), new SeededRandom(seed));
            var order = "";
            foreach (var name in "abc") scheduler.Schedule(1, () => order += name);
            while (scheduler.RunNext())
            {
            }

            return order;
        }

        Assert.Equal(6, Enumerable.Range(0, 100).Select(seed => Run((ulong)seed)).Distinct().Count());
        Assert.Equal(Run(7), Run(7));
    }

    [Fact]
    public void What_a_dead_process_had_planned_does_not_happen()
    {
        var scheduler = new SimulatedScheduler(new ManualClock(0), new SeededRandom(1));
        scheduler.Schedule(1, () => Assert.Fail("It is dead."));
        scheduler.Clear();
        Assert.False(scheduler.RunNext());
    }
}
