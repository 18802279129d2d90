namespace Levada.Client.Producing;

/// <summary>Chooses the partition of each record of one topic.</summary>
/// <remarks>
/// Records with a key go where the Java client sends them. Records without one stay with a partition until its batch is
/// full or sent (KIP-480), so that batches are large, and then go to the next one.
/// </remarks>
internal sealed class TopicRoute(IReadOnlyList<PartitionQueue> queues, int firstPartition)
{
    private int _sticky = firstPartition % queues.Count;

    public IReadOnlyList<PartitionQueue> Queues => queues;

    /// <summary>The partition's index; beyond the topic's partitions only where the record names one itself.</summary>
    public int Choose(in ProducerRecord record)
    {
        if (record.Partition >= 0) return record.Partition;
        return record.Key is { } key ? Murmur2.Partition(key.Span, queues.Count) : _sticky;
    }

    /// <summary>Moves records without a key on to the next partition.</summary>
    public int Advance() => _sticky = (_sticky + 1) % queues.Count;
}
