using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A reader of committed records sees none before its producer has asked for the commit.</summary>
internal sealed class UndecidedRecordsStayHidden : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var commits = history.Of<TransactionEndEvent>().Where(end => end.IsCommit).GroupBy(end => end.Transaction)
            .ToDictionary(ends => ends.Key, ends => ends.Min(end => end.BeginUs));
        var transactions = history.Of<SendEvent>().Where(send => send.Transaction is not null && commits.ContainsKey(send.Transaction))
            .ToDictionary(send => (send.Topic, send.Value), send => send.Transaction!);
        foreach (var read in history.Reads().Where(read => read.Isolation == Isolation.Committed))
        {
            if (transactions.TryGetValue((read.Place.Topic, read.Value), out var transaction) && read.By.EndUs < commits[transaction])
                yield return new("undecided-record-read", $"{read.By.Process} read {read.Value} at {read.Place} before the commit of {transaction} was asked for");
        }
    }
}
