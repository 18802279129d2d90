using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A share group counts the deliveries of a record, forgets none that was acknowledged, and ends at its limit.</summary>
internal sealed class DeliveriesAreCounted : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var holds = new ShareHolds(history);
        return history.SharedRecords.SelectMany(record => Check(record, holds));
    }

    private static IEnumerable<Finding> Check(SharedRecord record, ShareHolds holds)
    {
        var highest = record.Deliveries.Max(delivery => delivery.DeliveryCount);
        if (highest > record.Group.DeliveryCountMax)
            yield return new("share-delivered-too-often", $"{record.Group.Group} delivered {record.Place} {highest} times");
        foreach (var (first, second) in record.Pairs())
        {
            if (first.IsBefore(second) && second.DeliveryCount <= first.DeliveryCount && !holds.IsBroken(first, second.EndUs))
                yield return new("share-count-stood-still", $"{record.Group.Group} delivered {record.Place} to {second.Process} as number {second.DeliveryCount} after {first.DeliveryCount}");
        }

        foreach (var release in record.Ends.Where(end => end is { Type: AcknowledgeType.Release, Outcome: Outcome.Ok }))
        {
            if (record.DeliveryOf(release) is not { } released) continue;
            foreach (var again in record.Deliveries.Where(again => release.IsBefore(again) && again.DeliveryCount <= released.DeliveryCount))
                yield return new("share-count-forgotten", $"{record.Group.Group} delivered {record.Place} to {again.Process} as number {again.DeliveryCount} though number {released.DeliveryCount} was released");
        }
    }
}
