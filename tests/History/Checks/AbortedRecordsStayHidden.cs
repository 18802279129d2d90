using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A reader of committed records never sees one whose transaction was aborted or whose send surely failed.</summary>
internal sealed class AbortedRecordsStayHidden : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var dead = history.Of<SendEvent>()
            .Where(send => send.Outcome == Outcome.Failed || (send.Transaction is { } transaction && history.IsAborted(transaction)))
            .Select(send => (send.Topic, send.Value)).ToHashSet();
        foreach (var read in history.Reads().Where(read => read.Isolation == Isolation.Committed && dead.Contains((read.Place.Topic, read.Value))))
            yield return new("aborted-record-read", $"{read.By.Process} read {read.Value} at {read.Place}");

        foreach (var (where, records) in history.Finals.Where(final => final.Key.Isolation == Isolation.Committed))
        {
            foreach (var record in records.Where(record => dead.Contains((where.Topic, record.Value))))
                yield return new("aborted-record-read", $"{record.Value} stands as committed at {new Place(where.Topic, where.Partition, record.Offset)}");
        }
    }
}
