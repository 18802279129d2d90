using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>One transactional id with its transaction.</summary>
/// <param name="StartTimestampMs">Milliseconds since 1970; -1 without a transaction.</param>
public sealed record TransactionDescription(
    string TransactionalId, int CoordinatorId, long ProducerId, short ProducerEpoch, string State, int TimeoutMs, long StartTimestampMs,
    IReadOnlyList<TopicPartition> Partitions);
