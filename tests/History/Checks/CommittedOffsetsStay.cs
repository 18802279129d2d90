using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A committed offset never goes back by itself.</summary>
internal sealed class CommittedOffsetsStay : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var commits = history.Of<CommitEvent>().Where(commit => commit.Outcome == Outcome.Ok).ToLookup(commit => (commit.Group, commit.Topic, commit.Partition));
        foreach (var read in history.Of<CommittedEvent>())
        {
            var known = commits[(read.Group, read.Topic, read.Partition)].Where(commit => commit.IsBefore(read)).Select(commit => commit.Offset).DefaultIfEmpty(-1).Max();
            if (read.Offset < known)
                yield return new("committed-offset-lost", $"{read.Group} had committed {known} of {read.Topic}-{read.Partition}; the broker says {read.Offset}");
        }
    }
}
