namespace Levada.Runtime.Shards;

/// <summary>The transactional producer that a decision's records are written for.</summary>
/// <param name="VerificationGuard">What the partition gave out when the transaction was verified; 0 where the transaction was open.</param>
/// <param name="IsVerificationRequired">Whether the partition refuses a transaction that is neither open nor verified.</param>
/// <param name="IsVersion2">Whether the producer's epoch rises with every transaction (KIP-890).</param>
public readonly record struct ShardProducer(long ProducerId, short ProducerEpoch, long VerificationGuard, bool IsVerificationRequired, bool IsVersion2);
