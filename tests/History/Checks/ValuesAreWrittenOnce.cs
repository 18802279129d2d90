using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>Idempotent producers write a value once, however often they retry.</summary>
internal sealed class ValuesAreWrittenOnce : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var places = new Dictionary<(string Topic, string Value, Isolation Isolation), Place>();
        foreach (var (where, records) in history.Finals)
        {
            // A copier that starts over writes a value again in a later transaction: only committed records count for it.
            if (where.Isolation == Isolation.Uncommitted && IsCopy(history, where.Topic)) continue;
            foreach (var record in records)
            {
                var place = new Place(where.Topic, where.Partition, record.Offset);
                if (!places.TryAdd((where.Topic, record.Value, where.Isolation), place))
                    yield return new("value-written-twice", $"{record.Value} is at {places[(where.Topic, record.Value, where.Isolation)]} and {place}");
            }
        }
    }

    private static bool IsCopy(ClientHistory history, string topic) => history.Of<CopyEvent>().Any(copy => copy.To == topic);
}
