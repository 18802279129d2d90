namespace Levada.History.Events;

/// <summary>Records of one partition that a reader got at once, in the order it got them.</summary>
public sealed record PollEvent : HistoryEvent
{
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required Isolation Isolation { get; init; }

    /// <summary>The group it reads for; null for a reader with an assignment of its own.</summary>
    public string? Group { get; init; }

    /// <summary>Counts the reader's assignments: only inside one does reading go on where it stopped.</summary>
    public required int Assignment { get; init; }

    public required ReadRecord[] Records { get; init; }
}
