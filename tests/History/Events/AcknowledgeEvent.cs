namespace Levada.History.Events;

/// <summary>A share group's member said what became of a record it had acquired.</summary>
public sealed record AcknowledgeEvent : HistoryEvent
{
    public required string Group { get; init; }
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required long Offset { get; init; }
    public required AcknowledgeType Type { get; init; }
    public required Outcome Outcome { get; init; }
}
