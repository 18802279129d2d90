using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>What was acknowledged, and committed where it belongs to a transaction, is at its place in the end.</summary>
internal sealed class AcknowledgedRecordsStay : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var finals = history.Finals.ToDictionary(final => final.Key, final => final.Value.ToDictionary(record => record.Offset, record => record.Value));
        foreach (var send in history.Of<SendEvent>().Where(send => send.Outcome == Outcome.Ok))
        {
            if (send.Transaction is { } transaction && !history.IsCommitted(transaction)) continue;
            if (!finals.TryGetValue((send.Topic, send.Partition, Isolation.Committed), out var records)) continue;
            var found = records.GetValueOrDefault(send.Offset);
            if (found != send.Value)
                yield return new("acknowledged-record-lost", $"{send.Value} was acknowledged at {send.Topic}-{send.Partition}@{send.Offset}; there is {found ?? "nothing"} now");
        }
    }
}
