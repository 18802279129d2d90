using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>All that happened to one record in one share group.</summary>
/// <param name="Deliveries">In the order in which the members had them.</param>
/// <param name="Ends">What the members said of it, in the order in which they said it.</param>
internal sealed record SharedRecord(ShareGroupEvent Group, Place Place, DeliveryEvent[] Deliveries, AcknowledgeEvent[] Ends)
{
    /// <summary>The delivery that a member spoke of.</summary>
    public DeliveryEvent? DeliveryOf(AcknowledgeEvent end) =>
        Array.FindLast(Deliveries, delivery => delivery.Process == end.Process && delivery.IsBefore(end));

    /// <summary>The deliveries that follow one another.</summary>
    public IEnumerable<(DeliveryEvent First, DeliveryEvent Second)> Pairs() => Deliveries.Zip(Deliveries.Skip(1));
}
