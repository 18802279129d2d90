namespace Levada.History.Events;

/// <summary>A share group's member ended its session, or lost it: what it held may be taken back from the begin of this on.</summary>
public sealed record LeaveEvent : HistoryEvent
{
    public required string Group { get; init; }

    /// <summary>Whether a fetch was under way: the broker may have delivered records that nobody saw.</summary>
    public required bool IsAnswerLost { get; init; }
}
