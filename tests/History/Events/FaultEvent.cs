namespace Levada.History.Events;

/// <summary>Something was done to the broker, from its begin until it served again.</summary>
public sealed record FaultEvent : HistoryEvent
{
    public required string What { get; init; }
}
