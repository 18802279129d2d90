using Levada.Protocol;

namespace Levada.Broker.Metrics;

/// <summary>A hosted partition at one moment.</summary>
/// <param name="LogEndOffset">Exclusive.</param>
/// <param name="IsServed">Not if its log directory is offline.</param>
public readonly record struct PartitionStatus(
    TopicPartition Id, long SizeBytes, int SegmentCount, long LogStartOffset, long LogEndOffset,
    int ReplicaCount, int InSyncReplicaCount, int MinInSyncReplicas, bool IsServed);
