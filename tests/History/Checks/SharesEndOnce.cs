using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A share group delivers every record until it is accepted or given up, never after, and not more often than allowed.</summary>
internal sealed class SharesEndOnce(int deliveryCountMax) : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var ends = history.Of<AcknowledgeEvent>().ToLookup(end => (end.Group, Place: new Place(end.Topic, end.Partition, end.Offset)));
        var deliveries = history.Of<DeliveryEvent>().ToLookup(delivery => (delivery.Group, Place: new Place(delivery.Topic, delivery.Partition, delivery.Offset)));
        foreach (var record in deliveries)
        {
            foreach (var finding in Check(record.Key.Group, record.Key.Place, [.. record], [.. ends[record.Key]])) yield return finding;
        }

        foreach (var (group, topic) in deliveries.Select(record => (record.Key.Group, record.Key.Place.Topic)).Distinct().ToArray())
        {
            foreach (var missed in Standing(history, topic).Where(place => !deliveries.Contains((group, place))))
                yield return new("share-never-delivered", $"{group} never got {missed}");
        }
    }

    private IEnumerable<Finding> Check(string group, Place place, DeliveryEvent[] deliveries, AcknowledgeEvent[] ends)
    {
        var final = ends.Where(end => end is { Outcome: Outcome.Ok, Type: AcknowledgeType.Accept or AcknowledgeType.Reject }).ToArray();
        foreach (var late in deliveries.Where(delivery => final.Any(end => end.IsBefore(delivery))))
            yield return new("share-delivered-after-end", $"{group} delivered {place} to {late.Process} although it was ended");
        var highest = deliveries.Max(delivery => delivery.DeliveryCount);
        if (highest > deliveryCountMax) yield return new("share-delivered-too-often", $"{group} delivered {place} {highest} times");
        var isDecided = final.Length > 0 || highest >= deliveryCountMax || ends.Any(end => end.Outcome == Outcome.Unknown);
        if (!isDecided) yield return new("share-left-open", $"{group} never ended {place}");
    }

    private static IEnumerable<Place> Standing(ClientHistory history, string topic) =>
        history.Finals.Where(final => final.Key.Topic == topic && final.Key.Isolation == Isolation.Committed)
            .SelectMany(final => final.Value.Select(record => new Place(topic, final.Key.Partition, record.Offset)));
}
