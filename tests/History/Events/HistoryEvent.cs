using System.Text.Json.Serialization;

namespace Levada.History.Events;

/// <summary>One thing that a client did or saw, or that was done to the broker.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(SendEvent), "send")]
[JsonDerivedType(typeof(TransactionEndEvent), "end")]
[JsonDerivedType(typeof(PollEvent), "poll")]
[JsonDerivedType(typeof(FinalReadEvent), "final")]
[JsonDerivedType(typeof(BoundsEvent), "bounds")]
[JsonDerivedType(typeof(CommitEvent), "commit")]
[JsonDerivedType(typeof(CommittedEvent), "committed")]
[JsonDerivedType(typeof(CopyEvent), "copy")]
[JsonDerivedType(typeof(DeliveryEvent), "delivery")]
[JsonDerivedType(typeof(AcknowledgeEvent), "acknowledge")]
[JsonDerivedType(typeof(ShareGroupEvent), "share-group")]
[JsonDerivedType(typeof(LeaveEvent), "leave")]
[JsonDerivedType(typeof(FaultEvent), "fault")]
public abstract record HistoryEvent
{
    /// <summary>The client that did it; one client does one thing at a time.</summary>
    public required string Process { get; init; }

    /// <summary>When it was asked for and when the answer was known, in microseconds of one clock.</summary>
    public required long BeginUs { get; init; }

    public required long EndUs { get; init; }

    /// <summary>Whether this was over before the other began: what it saw, the other must see.</summary>
    public bool IsBefore(HistoryEvent other) => EndUs < other.BeginUs;

    /// <summary>Whether both were under way at some time.</summary>
    public bool Overlaps(HistoryEvent other) => !IsBefore(other) && !other.IsBefore(this);
}
