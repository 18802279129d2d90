using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>While one member of a share group holds a record, no other gets it; a fault ends what was held.</summary>
/// <param name="lockUs">The acquisition lock, in microseconds.</param>
internal sealed class SharesAreHeldByOne(long lockUs) : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var faults = history.Of<FaultEvent>().ToArray();
        var ends = history.Of<AcknowledgeEvent>().ToLookup(end => (end.Group, end.Topic, end.Partition, end.Offset, end.Process));
        var records = history.Of<DeliveryEvent>().GroupBy(delivery => (delivery.Group, delivery.Topic, delivery.Partition, delivery.Offset));
        foreach (var deliveries in records.Where(record => record.Count() > 1))
        {
            var inOrder = deliveries.OrderBy(delivery => delivery.EndUs).ToArray();
            for (var i = 1; i < inOrder.Length; i++)
            {
                var (held, next) = (inOrder[i - 1], inOrder[i]);
                var (group, topic, partition, offset) = deliveries.Key;
                // The lock began at the earliest when the fetch was sent, and the next was acquired at the latest when its answer came.
                var isOver = next.EndUs >= held.BeginUs + lockUs
                    || Array.Exists(faults, fault => fault.EndUs >= held.BeginUs && fault.BeginUs <= next.EndUs)
                    || ends[(group, topic, partition, offset, held.Process)].Any(end => end.BeginUs <= next.EndUs && end.EndUs >= held.BeginUs);
                if (!isOver) yield return new("share-held-by-two", $"{group}: {held.Process} and {next.Process} hold {topic}-{partition}@{offset}");
            }
        }
    }
}
