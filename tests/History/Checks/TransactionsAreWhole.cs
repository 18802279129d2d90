using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>Of a transaction's acknowledged records all are committed in the end, or none.</summary>
internal sealed class TransactionsAreWhole : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var standing = history.Finals.Where(final => final.Key.Isolation == Isolation.Committed)
            .SelectMany(final => final.Value.Select(record => (final.Key.Topic, record.Value))).ToHashSet();
        var sends = history.Of<SendEvent>().Where(send => send.Transaction is not null && send.Outcome == Outcome.Ok);
        foreach (var transaction in sends.GroupBy(send => send.Transaction!))
        {
            var missing = transaction.Where(send => !standing.Contains((send.Topic, send.Value))).Select(send => send.Value).ToArray();
            if (missing.Length > 0 && missing.Length < transaction.Count())
                yield return new("transaction-torn", $"of {transaction.Key} {string.Join(", ", missing)} are missing and {transaction.Count() - missing.Length} are there");
        }
    }
}
