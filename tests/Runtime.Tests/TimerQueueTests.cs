using CsCheck;

namespace Levada.Runtime.Tests;

public sealed class TimerQueueTests
{
    [Fact]
    public void Entries_become_due_in_order_of_time()
    {
        var world = new World();
        var fired = new List<string>();
        foreach (var (name, delay) in new[] { ("c", 30), ("a", 10), ("b", 20) })
            world.Timers.Arm(new Entry(() => fired.Add(name)), delay);
        world.Pass(19);
        Assert.Equal(["a"], fired);
        world.Pass(11);
        Assert.Equal(["a", "b", "c"], fired);
        Assert.Equal(0, world.Timers.Count);
    }

    [Fact]
    public void An_entry_is_never_run_on_the_stack_that_arms_it()
    {
        var world = new World();
        var isFired = false;
        world.Timers.Arm(new Entry(() => isFired = true), 0);
        Assert.False(isFired);
        world.Pass(0);
        Assert.True(isFired);
    }

    [Fact]
    public void A_cancelled_entry_never_becomes_due()
    {
        var world = new World();
        var entry = new Entry(() => Assert.Fail("cancelled"));
        world.Timers.Arm(entry, 10);
        Assert.True(world.Timers.Cancel(entry));
        Assert.False(world.Timers.Cancel(entry));
        world.Pass(100);
    }

    [Fact]
    public void Cancelling_what_is_due_already_says_so()
    {
        var world = new World();
        var count = 0;
        var entry = new Entry(() => count++);
        world.Timers.Arm(entry, 10);
        world.Time.Advance(10);
        Assert.False(world.Timers.Cancel(entry));
        world.Scheduler.RunAll();
        Assert.Equal(1, count);
    }

    [Fact]
    public void Arming_again_moves_the_entry()
    {
        var world = new World();
        var count = 0;
        var entry = new Entry(() => count++);
        world.Timers.Arm(entry, 10);
        world.Timers.Arm(entry, 30);
        world.Pass(20);
        Assert.Equal(0, count);
        world.Timers.Arm(entry, 5);
        world.Pass(5);
        world.Pass(50);
        Assert.Equal(1, count);
    }

    [Fact]
    public void After_disposal_nothing_becomes_due()
    {
        var world = new World();
        var entry = new Entry(() => Assert.Fail("disposed"));
        world.Timers.Arm(entry, 10);
        world.Timers.Dispose();
        Assert.False(world.Timers.Cancel(entry));
        world.Timers.Arm(entry, 1);
        world.Pass(100);
    }

    [Fact]
    public void Arming_and_cancelling_long_polls_sets_the_system_timer_once_per_wait_not_per_poll()
    {
        var world = new World();
        var polls = Enumerable.Range(0, 1_000).Select(_ => new Entry(() => Assert.Fail("cancelled"))).ToList();
        var before = world.Time.ChangeCount;
        foreach (var poll in polls)
        {
            world.Timers.Arm(poll, 500);
            world.Pass(1);
            world.Timers.Cancel(poll);
        }

        Assert.InRange(world.Time.ChangeCount - before, 1, 4);
    }

    [Fact]
    public void Arming_and_cancelling_allocate_nothing()
    {
        var world = new World();
        var entries = Enumerable.Range(0, 100).Select(_ => new Entry(() => { })).ToArray();
        void ArmAndCancelAll()
        {
            foreach (var entry in entries) world.Timers.Arm(entry, 500);
            foreach (var entry in entries) world.Timers.Cancel(entry);
        }

        ArmAndCancelAll();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ArmAndCancelAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_queue_does_what_a_sorted_list_would() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 50], Gen.Int[0, 2]).Array[0, 200].Sample(steps =>
        {
            var world = new World();
            var (fired, expected) = (new List<(int, long)>(), new List<(int, long)>());
            var due = new SortedDictionary<int, long>();
            var entries = new Entry[10];
            for (var i = 0; i < entries.Length; i++)
            {
                var number = i;
                entries[i] = new Entry(() => fired.Add((number, world.Timers.NowMs)));
            }

            foreach (var (number, ms, action) in steps)
            {
                if (action == 0)
                {
                    world.Timers.Arm(entries[number], ms);
                    due[number] = world.Timers.NowMs + ms;
                }
                else if (action == 1)
                {
                    Assert.Equal(due.Remove(number), world.Timers.Cancel(entries[number]));
                }
                else
                {
                    for (var end = world.Timers.NowMs + ms; ; world.Pass(1))
                    {
                        world.Pass(0);
                        foreach (var entry in due.Where(entry => entry.Value <= world.Timers.NowMs).ToList())
                        {
                            expected.Add((entry.Key, world.Timers.NowMs));
                            due.Remove(entry.Key);
                        }

                        if (world.Timers.NowMs == end) break;
                    }
                }
            }

            Assert.Equal(expected.Order(), fired.Order());
            Assert.Equal(due.Count, world.Timers.Count);
        });

    private sealed class World
    {
        public World() => Timers = new TimerQueue(Time, Scheduler);

        public ManualTime Time { get; } = new();
        public ManualScheduler Scheduler { get; } = new();
        public TimerQueue Timers { get; }

        public void Pass(long ms)
        {
            Time.Advance(ms);
            Scheduler.RunAll();
        }
    }

    private sealed class Entry(Action onDue) : TimerEntry
    {
        protected override void OnDue() => onDue();
    }
}
