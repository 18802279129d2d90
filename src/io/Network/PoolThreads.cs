namespace Levada.Network;

/// <summary>The process's thread pool.</summary>
internal sealed class PoolThreads : ITurnThreads
{
    private PoolThreads()
    {
    }

    public static PoolThreads Shared { get; } = new();

    // The socket engine's own threads serve every connection: they are always wanted.
    public bool IsCurrentWanted => !Thread.CurrentThread.IsThreadPoolThread || ThreadPool.PendingWorkItemCount > 0;

    public void Queue(IThreadPoolWorkItem turn) => ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
}
