using Levada.Log.Producers;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Compaction;

/// <summary>The batches that must stay, empty if need be, because a restart learns from them what producers have sent.</summary>
/// <remarks>
/// Kafka keeps the last batch of a producer. All that may still be retried are kept here, so that retries of any of them are
/// recognised after a restart too.
/// </remarks>
internal sealed class RememberedProducers
{
    private readonly HashSet<long> _lastOffsets = [];
    private readonly Dictionary<long, ProducerEpoch> _epochs = [];

    public RememberedProducers(ProducerStates producers)
    {
        foreach (var entry in producers.Entries)
        {
            if (!entry.HasBatches) _epochs.Add(entry.ProducerId, entry.Epoch);
            foreach (var batch in entry.Batches) _lastOffsets.Add(batch.LastOffset);
        }
    }

    public bool Needs(RecordBatch batch)
    {
        if (!batch.HasProducerId) return false;
        // A producer without batches is known by the marker that gave it its epoch.
        return batch.IsControl
            ? _epochs.TryGetValue(batch.ProducerId, out var epoch) && epoch == batch.ProducerEpoch
            : _lastOffsets.Contains(batch.LastOffset);
    }
}
