using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>A transaction that a partition has no end of.</summary>
/// <param name="FirstOffset">Where it begins; readers of committed records do not get past it.</param>
/// <param name="LastTimestampMs">Milliseconds since 1970 of the producer's last batch.</param>
public sealed record OpenTransaction(
    TopicPartition Partition, long ProducerId, short ProducerEpoch, int CoordinatorEpoch, long FirstOffset, long LastTimestampMs);
