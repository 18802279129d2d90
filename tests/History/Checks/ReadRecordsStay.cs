using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>What any reader got is at its place in the end, for readers of the same isolation.</summary>
internal sealed class ReadRecordsStay : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var finals = history.Finals.ToDictionary(final => final.Key, final => final.Value.Select(record => record.Offset).ToHashSet());
        foreach (var read in history.Reads())
        {
            if (finals.TryGetValue((read.Place.Topic, read.Place.Partition, read.Isolation), out var standing) && !standing.Contains(read.Place.Offset))
                yield return new("read-record-lost", $"{read.By.Process} read {read.Value} at {read.Place}, where nothing {read.Isolation} stands");
        }
    }
}
