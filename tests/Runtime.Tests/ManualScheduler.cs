namespace Levada.Runtime.Tests;

/// <summary>Runs scheduled work when it is told to, in order.</summary>
internal sealed class ManualScheduler : IWorkScheduler
{
    private readonly Queue<IThreadPoolWorkItem> _items = new();

    public int Count => _items.Count;

    public void Schedule(IThreadPoolWorkItem item) => _items.Enqueue(item);

    public bool RunOne()
    {
        if (!_items.TryDequeue(out var item)) return false;
        item.Execute();
        return true;
    }

    public void RunAll()
    {
        while (RunOne())
        {
        }
    }
}
