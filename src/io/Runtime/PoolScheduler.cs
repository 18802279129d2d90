namespace Levada.Runtime;

/// <summary>Schedules on the .NET thread pool.</summary>
public sealed class PoolScheduler : IWorkScheduler
{
    private PoolScheduler()
    {
    }

    public static PoolScheduler Instance { get; } = new();

    public void Schedule(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
}
