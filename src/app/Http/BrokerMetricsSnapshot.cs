namespace Levada.Http;

/// <summary>Gauges of the whole broker.</summary>
public sealed record BrokerMetricsSnapshot
{
    public int NodeId { get; init; }

    /// <summary>The program's version.</summary>
    public string Version { get; init; } = "";

    public int LeaderCount { get; init; }
    public int PartitionCount { get; init; }
    public int UnderReplicatedPartitionCount { get; init; }

    /// <summary>Whether this node is the active controller.</summary>
    public bool IsActiveController { get; init; }

    /// <summary>Topics and partitions of the cluster.</summary>
    public int ClusterTopicCount { get; init; }

    public int ClusterPartitionCount { get; init; }
    public int OfflinePartitionCount { get; init; }
    public long UncleanElectionCount { get; init; }
    public int OfflineLogDirectoryCount { get; init; }

    /// <summary>The dirtiest compacted log's percentage that has not been cleaned.</summary>
    public double CleanerDirtyPercentMax { get; init; }

    /// <summary>The percentage of what it read that the last cleaning wrote again.</summary>
    public double CleanerRecopyPercent { get; init; }

    /// <summary>How long the last cleaning took.</summary>
    public double CleanerSeconds { get; init; }

    /// <summary>Partitions that are damaged and cannot be cleaned, by log directory.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> UncleanablePartitions { get; init; } = [];

    /// <summary>Share of time the request threads had nothing to do, 0 to 1.</summary>
    public double RequestHandlerIdleShare { get; init; } = 1;

    /// <summary>Share of time the network threads had nothing to do, 0 to 1.</summary>
    public double NetworkIdleShare { get; init; } = 1;

    /// <summary>Memory of requests being received, and its bound.</summary>
    public long RequestMemoryBytes { get; init; }

    public long RequestMemoryBytesMax { get; init; }
}
