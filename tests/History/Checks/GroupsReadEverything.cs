using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>What stands committed in a topic that a group has read to its end was delivered to some member, at least once.</summary>
internal sealed class GroupsReadEverything : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var polls = history.Of<PollEvent>().Where(poll => poll.Group is not null).GroupBy(poll => (poll.Group!, poll.Topic));
        foreach (var reading in polls)
        {
            var seen = reading.SelectMany(poll => poll.Records.Select(record => (poll.Partition, record.Offset))).ToHashSet();
            foreach (var missed in history.Standing(reading.Key.Topic, Isolation.Committed).Where(place => !seen.Contains((place.Partition, place.Offset))))
                yield return new("group-missed-record", $"{reading.Key.Item1} never read {missed}");
        }
    }
}
