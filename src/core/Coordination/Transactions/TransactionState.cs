namespace Levada.Coordination.Transactions;

/// <summary>Where a transactional id stands, with the numbers that are persisted. Source: KIP-98.</summary>
public enum TransactionState : sbyte
{
    /// <summary>The producer is initialised and has not written anything yet.</summary>
    Empty = 0,

    /// <summary>Partitions belong to an open transaction.</summary>
    Ongoing = 1,

    /// <summary>The outcome is decided; markers are on their way.</summary>
    PrepareCommit = 2,

    /// <inheritdoc cref="PrepareCommit"/>
    PrepareAbort = 3,

    /// <summary>Every partition has its marker.</summary>
    CompleteCommit = 4,

    /// <inheritdoc cref="CompleteCommit"/>
    CompleteAbort = 5,
}
