namespace Levada.Coordination.Transactions;

/// <summary>Limits and intervals of the transaction coordinator.</summary>
public sealed record TransactionCoordinatorOptions
{
    /// <summary>transaction.max.timeout.ms.</summary>
    public int TimeoutMsMax { get; init; } = 900_000;

    /// <summary>transaction.abort.timed.out.transaction.cleanup.interval.ms.</summary>
    public int TimeoutCheckIntervalMs { get; init; } = 10_000;

    /// <summary>transactional.id.expiration.ms.</summary>
    public int IdExpirationMs { get; init; } = 604_800_000;

    /// <summary>transaction.remove.expired.transaction.cleanup.interval.ms.</summary>
    public int IdExpirationCheckIntervalMs { get; init; } = 3_600_000;

    /// <summary>How long an EndTxn waits for its markers, so that the next transaction does not meet an unfinished one.</summary>
    public int EndTxnHoldMs { get; init; } = 500;
}
