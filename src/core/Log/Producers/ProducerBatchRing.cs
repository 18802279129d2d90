using System.Runtime.CompilerServices;

namespace Levada.Log.Producers;

/// <summary>Room for the batches a producer may have in flight.</summary>
[InlineArray(Capacity)]
internal struct ProducerBatchRing
{
    /// <summary>As many as Kafka remembers, and as an idempotent client keeps in flight at most.</summary>
    public const int Capacity = 5;

    private ProducerBatch _first;
}
