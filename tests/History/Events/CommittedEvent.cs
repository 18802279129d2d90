namespace Levada.History.Events;

/// <summary>The offset that the broker has for a group; -1 for none.</summary>
public sealed record CommittedEvent : HistoryEvent
{
    public required string Group { get; init; }
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required long Offset { get; init; }
}
