namespace Levada.History.Events;

/// <summary>Something was done to the broker, from its begin until it served again.</summary>
public sealed record FaultEvent : HistoryEvent
{
    public const string Kill = "kill -9";
    public const string Restart = "clean restart";
    public const string Pause = "pause";

    public required string What { get; init; }
}
