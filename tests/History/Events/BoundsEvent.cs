namespace Levada.History.Events;

/// <summary>What the broker said of a partition's offsets, asked for in this order.</summary>
public sealed record BoundsEvent : HistoryEvent
{
    public required string Topic { get; init; }
    public required int Partition { get; init; }
    public required long LogStart { get; init; }
    public required long HighWatermark { get; init; }
    public required long LastStable { get; init; }
}
