namespace Levada.History.Events;

/// <summary>One record that a producer sent. No two sends to one topic have the same value.</summary>
public sealed record SendEvent : HistoryEvent
{
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required string Value { get; init; }

    /// <summary>The how-manyth of its process.</summary>
    public required long Number { get; init; }

    public required Outcome Outcome { get; init; }

    /// <summary>Where it was acknowledged; -1 unless the outcome is Ok.</summary>
    public required long Offset { get; init; }

    /// <summary>The transaction it belongs to, or null.</summary>
    public string? Transaction { get; init; }
}
