using Levada.Log;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Deletes files some time after nothing refers to them any more, for those who still read them.</summary>
internal sealed class DelayedDeletions(TimerQueue timers, WorkerPool workers, BrokerLog log)
{
    public void Delete(PendingDeletion deletion, long delayMs) => Later(deletion.Run, delayMs);

    /// <param name="delete">May block; what it cannot delete costs space and nothing else.</param>
    public void Later(Action delete, long delayMs) => timers.Arm(new Entry(this, delete), delayMs);

    // Once the broker ends, what is left is deleted at the next start.
    private void Enqueue(Action delete) => workers.TryEnqueue(new Work(this, delete));

    private void Run(Action delete)
    {
        try
        {
            delete();
        }
        catch (IOException e)
        {
            // The next start meets it again.
            log.Warn($"A file could not be deleted: {e.Message}");
        }
    }

    /// <summary>First a timer, then a work item of its own, since deleting blocks.</summary>
    private sealed class Entry(DelayedDeletions deletions, Action delete) : TimerEntry
    {
        protected override void OnDue() => deletions.Enqueue(delete);
    }

    private sealed class Work(DelayedDeletions deletions, Action delete) : IThreadPoolWorkItem
    {
        public void Execute() => deletions.Run(delete);
    }
}
