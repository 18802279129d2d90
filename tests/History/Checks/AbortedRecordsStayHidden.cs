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
        foreach (var poll in history.Of<PollEvent>().Where(poll => poll.Isolation == Isolation.Committed))
        {
            foreach (var record in poll.Records.Where(record => dead.Contains((poll.Topic, record.Value))))
                yield return new("aborted-record-read", $"{poll.Process} read {record.Value} at {new Place(poll.Topic, poll.Partition, record.Offset)}");
        }

        foreach (var (where, records) in history.Finals.Where(final => final.Key.Isolation == Isolation.Committed))
        {
            foreach (var record in records.Where(record => dead.Contains((where.Topic, record.Value))))
                yield return new("aborted-record-read", $"{record.Value} stands as committed at {new Place(where.Topic, where.Partition, record.Offset)}");
        }
    }
}
