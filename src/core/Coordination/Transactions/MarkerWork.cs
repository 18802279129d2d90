using System.Collections.Immutable;
using Levada.Protocol;

namespace Levada.Coordination.Transactions;

/// <summary>The markers that end one prepared transaction; asked for when it is prepared, and again whenever its coordinator is loaded.</summary>
/// <param name="ProducerEpoch">The epoch that the markers carry.</param>
/// <param name="CoordinatorEpoch">The leader epoch of the coordinator's partition.</param>
/// <param name="TransactionVersion">2: the markers' epoch is higher than that of the records.</param>
public sealed record MarkerWork(
    string TransactionalId,
    long ProducerId,
    ProducerEpoch ProducerEpoch,
    int CoordinatorEpoch,
    bool IsCommit,
    short TransactionVersion,
    ImmutableSortedSet<TopicPartition> Partitions);
