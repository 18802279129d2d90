namespace Levada.History.Events;

/// <summary>Says that a share group is to end every record of a topic that its isolation lets it see, and by which rules.</summary>
public sealed record ShareGroupEvent : HistoryEvent
{
    public required string Group { get; init; }
    public required string Topic { get; init; }
    public required Isolation Isolation { get; init; }

    /// <summary>The acquisition lock.</summary>
    public required long LockMs { get; init; }

    public required int DeliveryCountMax { get; init; }
}
