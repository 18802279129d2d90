namespace Levada.Coordination.Groups;

/// <summary>The topics of the cluster as groups see them, at one point of the metadata log. Immutable.</summary>
public interface ITopicCatalog : ITopicIds
{
    /// <summary>The offset of the metadata log that it was last changed at: tells whether to look again.</summary>
    long Version { get; }

    /// <summary>All names, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>How many partitions the topic has; 0 where there is no such topic.</summary>
    int PartitionCountOf(string topicName);

    /// <summary>The racks of the brokers that hold the partition, in ordinal order, one for each broker that has one.</summary>
    IReadOnlyList<string> RacksOf(string topicName, int partition);
}
