namespace Levada.Http;

/// <summary>One partition that this broker holds.</summary>
public readonly record struct PartitionMetricsSnapshot
{
    public required string Topic { get; init; }
    public required int Partition { get; init; }

    /// <summary>Bytes of all segments.</summary>
    public long SizeBytes { get; init; }

    public long LogStartOffset { get; init; }

    /// <summary>Exclusive.</summary>
    public long LogEndOffset { get; init; }

    public int SegmentCount { get; init; }
    public int ReplicaCount { get; init; }
    public int InSyncReplicaCount { get; init; }
    public int MinInSyncReplicas { get; init; }
}
