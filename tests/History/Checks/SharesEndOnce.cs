using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A share group delivers every record until it is accepted or given up, and never after.</summary>
internal sealed class SharesEndOnce : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var kills = history.Of<FaultEvent>().Where(fault => fault.What == FaultEvent.Kill).ToArray();
        // What a killed broker had delivered is as if it never was; of others the delivery counts, though nobody saw it.
        var unseen = history.Of<LeaveEvent>().Where(leave => leave.IsAnswerLost && !Array.Exists(kills, leave.Overlaps)).ToLookup(leave => leave.Group);
        foreach (var record in history.SharedRecords)
        {
            foreach (var finding in Check(record, [.. unseen[record.Group.Group]])) yield return finding;
        }

        var delivered = history.SharedRecords.Select(record => (record.Group.Group, record.Place)).ToHashSet();
        foreach (var group in history.ShareGroups.Values)
        {
            foreach (var missed in history.Standing(group.Topic, group.Isolation).Where(place => !delivered.Contains((group.Group, place))))
                yield return new("share-never-delivered", $"{group.Group} never got {missed}");
        }
    }

    private static IEnumerable<Finding> Check(SharedRecord record, LeaveEvent[] unseen)
    {
        var (group, place, deliveries, _) = record;
        var ends = Array.FindAll(record.Ends, end => end.Type is AcknowledgeType.Accept or AcknowledgeType.Reject);
        var known = Array.FindAll(ends, end => end.Outcome == Outcome.Ok);
        foreach (var late in deliveries.Where(delivery => Array.Exists(known, end => end.IsBefore(delivery))))
            yield return new("share-delivered-after-end", $"{group.Group} delivered {place} to {late.Process} although it was ended");
        if (known.Length == 0 && !MayBeEnded(record, ends, unseen)) yield return new("share-left-open", $"{group.Group} never ended {place}");
    }

    private static bool MayBeEnded(SharedRecord record, AcknowledgeEvent[] ends, LeaveEvent[] unseen)
    {
        var last = record.Deliveries[^1];
        var count = record.Deliveries.Max(delivery => delivery.DeliveryCount) + unseen.Count(leave => leave.EndUs >= last.BeginUs);
        return count >= record.Group.DeliveryCountMax || Array.Exists(ends, end => end.Outcome == Outcome.Unknown && !end.IsBefore(last));
    }
}
