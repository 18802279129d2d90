namespace Levada.Runtime;

/// <summary>Something that happens at a time unless it is cancelled; armed again and again without allocation.</summary>
/// <remarks>
/// Belongs to one <see cref="TimerQueue"/>. <see cref="OnDue"/> runs on the scheduler, after the entry has left the queue. A
/// pooled owner must not be reused before either <see cref="TimerQueue.Cancel"/> said true or <see cref="OnDue"/> has run.
/// </remarks>
public abstract class TimerEntry : IThreadPoolWorkItem
{
    internal const int NotQueued = -1;

    internal int HeapIndex { get; set; } = NotQueued;
    internal long DueMs { get; set; }

    protected abstract void OnDue();

    void IThreadPoolWorkItem.Execute() => OnDue();
}
