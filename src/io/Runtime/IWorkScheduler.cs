namespace Levada.Runtime;

/// <summary>Where work goes that must not run on the caller's stack.</summary>
public interface IWorkScheduler
{
    /// <summary>Queues the item; never runs it before returning.</summary>
    void Schedule(IThreadPoolWorkItem item);
}
