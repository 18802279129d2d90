namespace Levada.Runtime;

/// <summary>A few named threads for work that blocks (fdatasync, deletion, checkpoints, replay), behind one bounded queue.</summary>
/// <remarks>Threads start when work first finds none free, so that an idle broker has none of them. Safe for concurrent use.</remarks>
public sealed class WorkerPool : IWorkScheduler, IDisposable
{
    private readonly object _gate = new();
    private readonly Queue<IThreadPoolWorkItem> _queue = new();
    private readonly List<Thread> _threads = [];
    private readonly string _name;
    private readonly int _threadCountMax;
    private readonly int _queueCountMax;
    private readonly Action<Exception> _onFault;
    private int _idleCount;
    private int _senderCount;
    private bool _isClosing;

    /// <param name="name">Prefix of the threads' names.</param>
    /// <param name="onFault">Told what an item threw; the thread goes on with the next item.</param>
    public WorkerPool(string name, int threadCountMax, int queueCountMax, Action<Exception> onFault)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threadCountMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(queueCountMax);
        _name = name;
        _threadCountMax = threadCountMax;
        _queueCountMax = queueCountMax;
        _onFault = onFault;
    }

    /// <summary>Queues the item; false when the queue is at its bound or the pool has closed.</summary>
    public bool TryEnqueue(IThreadPoolWorkItem item)
    {
        lock (_gate)
        {
            if (_isClosing || _queue.Count >= _queueCountMax) return false;
            _queue.Enqueue(item);
            if (_queue.Count > _idleCount && _threads.Count < _threadCountMax) StartThread();
            else WakeOne();
            return true;
        }
    }

    /// <summary>Queues the item, and waits for room while the queue is at its bound: for callers that may block.</summary>
    /// <exception cref="ObjectDisposedException">The pool has closed.</exception>
    public void Schedule(IThreadPoolWorkItem item)
    {
        lock (_gate)
        {
            _senderCount++;
            while (!_isClosing && _queue.Count >= _queueCountMax) Monitor.Wait(_gate);
            _senderCount--;
            ObjectDisposedException.ThrowIf(_isClosing, this);
            TryEnqueue(item);
        }
    }

    /// <summary>Takes nothing more, finishes what is queued, and waits for the threads to end.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads) thread.Join();
    }

    private void StartThread()
    {
        var thread = new Thread(Run) { Name = $"{_name}-{_threads.Count}", IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    private void Run()
    {
        while (Take() is { } item)
        {
            try
            {
                item.Execute();
            }
            catch (Exception e)
            {
                _onFault(e);
            }
        }
    }

    private IThreadPoolWorkItem? Take()
    {
        lock (_gate)
        {
            _idleCount++;
            while (_queue.Count == 0 && !_isClosing) Monitor.Wait(_gate);
            _idleCount--;
            if (!_queue.TryDequeue(out var item)) return null;
            if (_senderCount > 0) WakeOne();
            return item;
        }
    }

    private void WakeOne()
    {
        // Threads and senders wait in one line: with both in it, waking one could wake the wrong one.
        if (_senderCount > 0) Monitor.PulseAll(_gate);
        else Monitor.Pulse(_gate);
    }
}
