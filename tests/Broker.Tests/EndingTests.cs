using Levada.Broker.Data;
using Levada.Broker.Tests.Direct;
using Levada.Runtime;

namespace Levada.Broker.Tests;

public sealed class EndingTests
{
    [Fact]
    public void A_timer_that_is_due_while_the_broker_ends_finds_the_threads_gone_and_does_nothing()
    {
        var time = new ManualTime();
        using var timers = new TimerQueue(time, new InPlace());
        var workers = new WorkerPool("ending", 1, int.MaxValue, _ => { });
        var hasRun = false;
        new DelayedDeletions(timers, workers, new BrokerLog(TextWriter.Null, time)).Later(() => hasRun = true, delayMs: 10);
        workers.Dispose();
        time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(0, timers.Count);
        Assert.False(hasRun);
    }

    /// <summary>Runs what is due on the clock's own stack, where a fault is seen.</summary>
    private sealed class InPlace : IWorkScheduler
    {
        public void Schedule(IThreadPoolWorkItem item) => item.Execute();
    }
}
