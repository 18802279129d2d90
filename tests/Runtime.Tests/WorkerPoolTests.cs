namespace Levada.Runtime.Tests;

public sealed class WorkerPoolTests
{
    [Fact]
    public void Work_runs_on_named_threads_up_to_the_bound()
    {
        using var pool = new WorkerPool("flush", 2, 100, _ => { });
        using var both = new Barrier(2);
        using var done = new CountdownEvent(2);
        var names = new string?[2];
        for (var i = 0; i < 2; i++)
        {
            var index = i;
            Assert.True(pool.TryEnqueue(new Work(() =>
            {
                names[index] = Thread.CurrentThread.Name;
                both.SignalAndWait();
                done.Signal();
            })));
        }

        done.Wait(TestContext.Current.CancellationToken);
        Assert.Equal(["flush-0", "flush-1"], names.Order());
    }

    [Fact]
    public void A_full_queue_refuses()
    {
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        using var pool = new WorkerPool("work", 1, 1, _ => { });
        Assert.True(pool.TryEnqueue(new Work(() =>
        {
            started.Set();
            gate.Wait();
        })));
        started.Wait(TestContext.Current.CancellationToken);
        Assert.True(pool.TryEnqueue(new Work(() => { })));
        Assert.False(pool.TryEnqueue(new Work(() => { })));
        gate.Set();
    }

    [Fact]
    public void A_sender_that_may_block_waits_for_room_and_loses_nothing()
    {
        var count = 0;
        using (var pool = new WorkerPool("work", 2, 1, _ => { }))
        {
            var senders = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (var i = 0; i < 1_000; i++) pool.Schedule(new Work(() => Interlocked.Increment(ref count)));
            })).ToList();
            senders.ForEach(sender => sender.Start());
            senders.ForEach(sender => sender.Join());
        }

        Assert.Equal(4_000, count);
    }

    [Fact]
    public void A_fault_is_reported_and_the_thread_goes_on()
    {
        var faults = new List<string>();
        var isDone = false;
        using (var pool = new WorkerPool("work", 1, 10, e => faults.Add(e.Message)))
        {
            pool.TryEnqueue(new Work(() => throw new InvalidOperationException("broken")));
            pool.TryEnqueue(new Work(() => isDone = true));
        }

        Assert.Equal(["broken"], faults);
        Assert.True(isDone);
    }

    [Fact]
    public void A_closed_pool_finishes_its_queue_and_takes_nothing_more()
    {
        var count = 0;
        var pool = new WorkerPool("work", 1, 100, _ => { });
        for (var i = 0; i < 50; i++) pool.TryEnqueue(new Work(() => count++));
        pool.Dispose();
        Assert.Equal(50, count);
        Assert.False(pool.TryEnqueue(new Work(() => { })));
        Assert.Throws<ObjectDisposedException>(() => pool.Schedule(new Work(() => { })));
    }

    private sealed class Work(Action action) : IThreadPoolWorkItem
    {
        public void Execute() => action();
    }
}
