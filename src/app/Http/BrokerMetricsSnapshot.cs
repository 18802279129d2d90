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

    /// <summary>Share of time the request threads had nothing to do, 0 to 1.</summary>
    public double RequestHandlerIdleShare { get; init; } = 1;

    /// <summary>Share of time the network threads had nothing to do, 0 to 1.</summary>
    public double NetworkIdleShare { get; init; } = 1;

    /// <summary>Memory of requests being received, and its bound.</summary>
    public long RequestMemoryBytes { get; init; }

    public long RequestMemoryBytesMax { get; init; }
}
