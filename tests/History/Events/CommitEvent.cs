namespace Levada.History.Events;

/// <summary>A group's offset was committed; workloads only ever move it up.</summary>
public sealed record CommitEvent : HistoryEvent
{
    public required string Group { get; init; }
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required long Offset { get; init; }
    public required Outcome Outcome { get; init; }
}
