using Levada.Transfer;

namespace Levada.DataFiles.Targets;

/// <summary>What runs into one target left behind when they died. Only whoever holds the target's lock may ask: then all of them are dead.</summary>
internal sealed class EarlierRuns(TargetPath target, IDisk disk)
{
    /// <summary>The run that a new one may go on from, with its note; null when there is none or none was wanted.</summary>
    public (StagingArea Area, StagedResume Resume)? Resumable { get; private set; }

    /// <summary>The run that is committed but whose follow-up was not confirmed, with that.</summary>
    public (StagingArea Area, string FollowUp)? Pending { get; private set; }

    public List<string> Notices { get; } = [];

    /// <summary>The directories beside a target that runs left there.</summary>
    public static IEnumerable<string> Find(TargetPath target, IDisk disk)
    {
        if (disk.KindOf(target.Parent) != EntryKind.Directory)
            return [];
        return from name in disk.List(target.Parent)
               where target.IsStagingName(name)
               let path = Path.Join(target.Parent, name)
               where disk.KindOf(path) == EntryKind.Directory
               select path;
    }

    /// <summary>Whether a commit waits to be finished, or for its follow-up.</summary>
    public static bool AnyCommitted(TargetPath target, IDisk disk) =>
        Find(target, disk).Any(control => disk.KindOf(StagingArea.JournalIn(control)) != EntryKind.Missing);

    /// <summary>Finishes what was decided.</summary>
    /// <exception cref="TransferException">A commit cannot be finished, or the remains belong to another user.</exception>
    public void FinishCommitted() => ForEach(area => TryFinish(area));

    /// <summary>Finishes what was decided and deletes what was not.</summary>
    /// <param name="resumedPartName">The name of part 0 of a run that wants to resume; null when none does.</param>
    /// <exception cref="TransferException">A commit cannot be finished, or the remains belong to another user.</exception>
    public void Settle(string? resumedPartName) => ForEach(area =>
    {
        if (TryFinish(area))
            return;
        if (resumedPartName is not null && Resumable is null && area.ReadResume() is { } resume && resume.PartName == resumedPartName)
            Resumable = (area, resume);
        else
            Discard(area);
    });

    private void ForEach(Action<StagingArea> action)
    {
        foreach (var control in Find(target, disk))
        {
            // Another user's directory is unreadable at best, and at worst laid there to have its files moved.
            if (!disk.IsOwn(control))
                throw new TransferException($"Another user's import into {target.Full} left {control}. Run as that user, or have it removed.");
            try
            {
                if (StagingArea.IsArea(control, disk))
                    action(StagingArea.Find(control, disk));
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                throw DiskFailure.Of($"finish what an earlier run left in {control}", e);
            }
        }
    }

    private bool TryFinish(StagingArea area)
    {
        if (area.ReadJournal() is not { } journal)
            return false;
        new CommitSteps(target, area, disk).Apply(journal);
        Notices.Add($"An earlier run into {target.Full} was committed but not ended; it is finished now.");
        if (journal.FollowUp is null)
        {
            area.Delete();
            return true;
        }

        area.DeleteLeftovers();
        if (Pending is not null)
            throw new IOException("two runs wait for what follows their commit");
        Pending = (area, journal.FollowUp);
        return true;
    }

    private void Discard(StagingArea area)
    {
        area.Delete();
        Notices.Add($"Removed what a run into {target.Full} had staged when it ended early.");
    }
}
