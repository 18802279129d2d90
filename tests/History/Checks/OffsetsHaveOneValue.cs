namespace Levada.History.Checks;

/// <summary>An offset is bound to one value for ever, whoever says so: producer, reader, before and after a restart.</summary>
internal sealed class OffsetsHaveOneValue : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var values = new Dictionary<Events.Place, string>();
        var reads = history.Reads().Select(read => (read.Place, read.Value));
        foreach (var (place, value) in history.AcknowledgedSends().Concat(reads).Concat(history.FinalReads()))
        {
            if (!values.TryAdd(place, value) && values[place] != value)
                yield return new("offset-has-two-values", $"{place} was {values[place]} and is {value}");
        }
    }
}
