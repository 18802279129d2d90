using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>Inside one assignment a reader goes forward without repeating or leaving out what stands in the log.</summary>
internal sealed class ReadersMoveOn : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var readings = history.Of<PollEvent>().GroupBy(poll => (poll.Process, poll.Assignment, poll.Topic, poll.Partition, poll.Isolation));
        return readings.SelectMany(reading => Check(history, reading.Key.Isolation, [.. reading]));
    }

    private static IEnumerable<Finding> Check(ClientHistory history, Isolation isolation, PollEvent[] polls)
    {
        var (topic, partition) = (polls[0].Topic, polls[0].Partition);
        var standing = history.Finals.GetValueOrDefault((topic, partition, isolation))?.Select(record => record.Offset).Order().ToArray() ?? [];
        long? last = null;
        foreach (var record in polls.SelectMany(poll => poll.Records))
        {
            if (record.Offset <= last)
                yield return new("reader-went-back", $"{polls[0].Process} read {topic}-{partition}@{record.Offset} after {last}");
            else if (last is { } from && FirstBetween(standing, from, record.Offset) is { } skipped)
                yield return new("reader-skipped", $"{polls[0].Process} read {topic}-{partition}@{record.Offset} after {from} and left out {skipped}");
            last = record.Offset;
        }
    }

    private static long? FirstBetween(long[] offsets, long after, long before)
    {
        var index = Array.BinarySearch(offsets, after + 1);
        if (index < 0) index = ~index;
        return index < offsets.Length && offsets[index] < before ? offsets[index] : null;
    }
}
