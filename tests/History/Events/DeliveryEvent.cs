namespace Levada.History.Events;

/// <summary>A share group's member acquired a record.</summary>
public sealed record DeliveryEvent : HistoryEvent
{
    public required string Group { get; init; }
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required long Offset { get; init; }
    public required string Value { get; init; }
    public required int DeliveryCount { get; init; }
}
