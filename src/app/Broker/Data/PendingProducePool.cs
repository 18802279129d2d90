using System.Collections.Concurrent;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>Pending produce requests at rest.</summary>
internal sealed class PendingProducePool(TimerQueue timers)
{
    private readonly ConcurrentQueue<PendingProduce> _free = new();

    public TimerQueue Timers { get; } = timers;

    public PendingProduce Rent() => _free.TryDequeue(out var pending) ? pending : new PendingProduce(this);

    public void Return(PendingProduce pending) => _free.Enqueue(pending);
}
