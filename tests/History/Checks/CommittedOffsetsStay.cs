using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A committed offset never goes back by itself.</summary>
internal sealed class CommittedOffsetsStay : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history)
    {
        var commits = history.Of<CommitEvent>().Where(commit => commit.Outcome == Outcome.Ok).ToLookup(commit => (commit.Group, commit.Topic, commit.Partition));
        return history.Of<CommittedEvent>().GroupBy(read => (read.Group, read.Topic, read.Partition))
            .SelectMany(reads => Check([.. commits[reads.Key]], [.. reads]));
    }

    private static IEnumerable<Finding> Check(CommitEvent[] commits, CommittedEvent[] reads)
    {
        // By end, so that only what was surely over counts.
        var byEnd = new Queue<CommitEvent>(commits.OrderBy(commit => commit.EndUs));
        var known = -1L;
        foreach (var read in reads.OrderBy(read => read.BeginUs))
        {
            while (byEnd.TryPeek(out var over) && over.IsBefore(read)) known = Math.Max(known, byEnd.Dequeue().Offset);
            if (read.Offset < known)
                yield return new("committed-offset-lost", $"{read.Group} had committed {known} of {read.Topic}-{read.Partition}; the broker says {read.Offset}");
        }
    }
}
