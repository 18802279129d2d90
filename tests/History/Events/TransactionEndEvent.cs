namespace Levada.History.Events;

/// <summary>A producer asked for a transaction's end.</summary>
public sealed record TransactionEndEvent : HistoryEvent
{
    public required string Transaction { get; init; }
    public required bool IsCommit { get; init; }
    public required Outcome Outcome { get; init; }
}
