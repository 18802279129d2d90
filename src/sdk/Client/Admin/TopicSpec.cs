namespace Levada.Client.Admin;

/// <summary>A topic to create.</summary>
/// <param name="PartitionCount">-1 leaves it to the broker's num.partitions.</param>
/// <param name="ReplicationFactor">-1 leaves it to the broker's default.replication.factor.</param>
/// <param name="Configs">Topic configuration by Kafka's names.</param>
public sealed record TopicSpec(
    string Name, int PartitionCount = -1, short ReplicationFactor = -1, IReadOnlyList<KeyValuePair<string, string>>? Configs = null);
