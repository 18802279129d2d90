namespace Levada.History.Events;

/// <summary>A whole partition, read when nobody writes any more.</summary>
public sealed record FinalReadEvent : HistoryEvent
{
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required Isolation Isolation { get; init; }
    public required ReadRecord[] Records { get; init; }
}
