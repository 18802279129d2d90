namespace Levada.Client.Producing;

/// <summary>What one request sends to one broker: the current batches of some partitions.</summary>
internal sealed record ProducePlan(
    int Node, short Acks, int TimeoutMs, IReadOnlyList<KeyValuePair<string, List<PartitionQueue>>> Topics)
{
    public IEnumerable<PartitionQueue> Queues => Topics.SelectMany(topic => topic.Value);
}
