namespace Levada.Runtime.Shards;

/// <summary>The end of a producer's transaction in a shard's partition.</summary>
/// <param name="CoordinatorEpoch">Of the transaction's coordinator.</param>
/// <param name="IsVersion2">Whether the marker's epoch is above that of the records (KIP-890).</param>
public readonly record struct ShardMarker(long ProducerId, short ProducerEpoch, int CoordinatorEpoch, bool IsCommit, bool IsVersion2);
