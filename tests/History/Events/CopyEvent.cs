namespace Levada.History.Events;

/// <summary>Says that one topic is to be, in the end, the exact copy of another's committed records.</summary>
public sealed record CopyEvent : HistoryEvent
{
    public required string From { get; init; }
    public required string To { get; init; }
}
