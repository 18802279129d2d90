using System.Collections.Concurrent;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Fetches at rest, and what a fetch needs beside its partitions.</summary>
internal sealed class FetchOperationPool(
    TimerQueue timers, BrokerClock clock, Flusher flusher, WorkerPool coldReaders, FetchSessions sessions)
{
    private readonly ConcurrentQueue<FetchOperation> _free = new();

    public TimerQueue Timers { get; } = timers;
    public BrokerClock Clock { get; } = clock;
    public Flusher Flusher { get; } = flusher;
    public FetchSessions Sessions { get; } = sessions;

    /// <summary>Threads that may wait for a disk.</summary>
    public WorkerPool ColdReaders { get; } = coldReaders;

    public FetchOperation Rent() => _free.TryDequeue(out var operation) ? operation : new FetchOperation(this);

    public void Return(FetchOperation operation) => _free.Enqueue(operation);
}
