namespace Levada.Client;

/// <summary>A cluster as one of its brokers describes it.</summary>
/// <param name="ControllerId">-1 where unknown.</param>
/// <param name="Topics">The topics asked for so far, by name in ordinal order.</param>
public sealed record ClusterMetadata(
    string? ClusterId, int ControllerId, IReadOnlyDictionary<int, BrokerNode> Brokers, IReadOnlyDictionary<string, TopicMetadata> Topics)
{
    internal static ClusterMetadata Empty { get; } =
        new(null, -1, new SortedDictionary<int, BrokerNode>(), new SortedDictionary<string, TopicMetadata>(StringComparer.Ordinal));

    /// <summary>The partition if it is known, else null.</summary>
    public PartitionMetadata? Find(string topic, int partition)
    {
        if (!Topics.TryGetValue(topic, out var metadata)) return null;
        var partitions = metadata.Partitions;
        if ((uint)partition < (uint)partitions.Count && partitions[partition].Partition == partition) return partitions[partition];
        return partitions.FirstOrDefault(candidate => candidate.Partition == partition);
    }
}
