using Levada.Log;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Deletes files some time after nothing refers to them any more, for those who still read them.</summary>
internal sealed class DelayedDeletions(IFileSystem files, TimerQueue timers, WorkerPool workers, BrokerLog log)
{
    private const long DefaultDelayMs = 60_000;

    public void Delete(PendingDeletion deletion, long delayMs) => Later(deletion.Run, delayMs);

    public void DeleteDirectory(string path, long delayMs) => Later(() => files.DeleteDirectory(path), delayMs);

    public void DeleteFiles(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0) return;
        Later(() =>
        {
            foreach (var path in paths) files.DeleteFile(path);
        }, DefaultDelayMs);
    }

    private void Later(Action delete, long delayMs) => timers.Arm(new Entry(this, delete), delayMs);

    private void Enqueue(Action delete) => workers.Schedule(new Work(this, delete));

    private void Run(Action delete)
    {
        try
        {
            delete();
        }
        catch (IOException e)
        {
            // What cannot be deleted costs space and nothing else; the next start meets it again.
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
