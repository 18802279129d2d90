using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>While one member of a share group holds a record no other gets it, and the word of others does not count.</summary>
internal sealed class SharesAreHeldByOne : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var holds = new ShareHolds(history);
        return history.SharedRecords.Where(record => record.Deliveries.Length > 1)
            .SelectMany(record => HeldByTwo(record, holds).Concat(EndedByStrangers(record, holds)));
    }

    private static IEnumerable<Finding> HeldByTwo(SharedRecord record, ShareHolds holds)
    {
        foreach (var (held, next) in record.Pairs())
        {
            // Where both were under way at once either may have been first.
            var isOver = holds.MayBeOver(record, held, next.EndUs) || (!held.IsBefore(next) && holds.MayBeOver(record, next, held.EndUs));
            if (!isOver) yield return new("share-held-by-two", $"{record.Group.Group}: {held.Process} and {next.Process} hold {record.Place}");
        }
    }

    private static IEnumerable<Finding> EndedByStrangers(SharedRecord record, ShareHolds holds)
    {
        foreach (var end in record.Ends.Where(end => end.Outcome == Outcome.Ok))
        {
            if (record.DeliveryOf(end) is not { } own) continue;
            // Below the group's start everyone's word is taken and does nothing; what is held is above it.
            var holder = Array.Find(
                record.Deliveries, other => own.IsBefore(other) && other.IsBefore(end) && other.Process != end.Process && !holds.MayBeOver(record, other, end.EndUs));
            if (holder is not null)
                yield return new("share-ended-by-stranger", $"{record.Group.Group}: {end.Process} may {end.Type} {record.Place}, which {holder.Process} holds");
        }
    }
}
