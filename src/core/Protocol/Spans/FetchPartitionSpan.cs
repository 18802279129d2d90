namespace Levada.Protocol.Spans;

/// <summary>One partition of a Fetch request.</summary>
public readonly record struct FetchPartitionSpan
{
    private const uint ReplicaDirectoryIdTag = 0;
    private const uint HighWatermarkTag = 1;

    public int PartitionIndex { get; init; }

    /// <summary>The leader epoch the fetcher knows; -1 for none.</summary>
    public int CurrentLeaderEpoch { get; init; }

    public long FetchOffset { get; init; }

    /// <summary>The epoch of the last record a follower has; -1 for none.</summary>
    public int LastFetchedEpoch { get; init; }

    /// <summary>A follower's log start offset; -1 for a consumer.</summary>
    public long LogStartOffset { get; init; }

    public int PartitionMaxBytes { get; init; }

    /// <summary>The directory a follower keeps the replica in; zero for a consumer.</summary>
    public Uuid ReplicaDirectoryId { get; init; }

    /// <summary>The high watermark a follower knows (KIP-1166); the largest offset when it does not say.</summary>
    public long HighWatermark { get; init; }

    internal static FetchPartitionSpan Read(ref WireReader reader, FetchLayout layout)
    {
        var partition = new FetchPartitionSpan
        {
            PartitionIndex = reader.ReadInt32(),
            CurrentLeaderEpoch = layout.HasCurrentLeaderEpoch ? reader.ReadInt32() : -1,
            FetchOffset = reader.ReadInt64(),
            LastFetchedEpoch = layout.HasLastFetchedEpoch ? reader.ReadInt32() : -1,
            LogStartOffset = layout.HasLogStartOffset ? reader.ReadInt64() : -1,
            PartitionMaxBytes = reader.ReadInt32(),
            HighWatermark = long.MaxValue,
        };
        return layout.IsFlexible ? partition.WithTaggedFields(ref reader, layout) : partition;
    }

    private FetchPartitionSpan WithTaggedFields(ref WireReader reader, FetchLayout layout)
    {
        var partition = this;
        for (var left = reader.ReadTaggedFieldCount(); left > 0 && !reader.Failed; left--)
        {
            var field = reader.ReadTaggedField(out var tag);
            if (tag == ReplicaDirectoryIdTag && layout.HasReplicaDirectoryId)
                partition = partition with { ReplicaDirectoryId = field.ReadUuid() };
            else if (tag == HighWatermarkTag && layout.HasHighWatermark)
                partition = partition with { HighWatermark = field.ReadInt64() };
            else
                continue;
            if (field.Failed || field.RemainingCount > 0) reader.Fail();
        }

        return partition;
    }
}
