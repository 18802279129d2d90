using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>The commit of one run: decides what is to happen, makes that durable, and does it.</summary>
internal sealed class TargetCommit(TargetClaim claim, StagingArea staging, PartFormat format, IDisk disk)
{
    public const string MarkName = "_SUCCESS";

    private readonly TargetPath _target = claim.Target;

    /// <summary>Whether the commit is decided: the next run finishes it if this one does not.</summary>
    public bool IsDecided { get; private set; }

    /// <summary>Commits the staged files. When it throws, the target is as before unless <see cref="IsDecided"/>.</summary>
    /// <param name="mode">What happens with an existing target.</param>
    /// <param name="isMarked">Whether a new directory gets <c>_SUCCESS</c>.</param>
    /// <param name="followUp">What the caller has to do afterwards.</param>
    /// <exception cref="TransferException">The target appeared meanwhile, or the disk refuses.</exception>
    public void Run(TargetMode mode, bool isMarked, string? followUp)
    {
        CommitJournal journal;
        try
        {
            journal = Decide(mode, isMarked, followUp);
            claim.Sync();
            staging.Sync();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"commit to {_target.Full}", e);
        }

        CarryOut(journal);
    }

    private CommitJournal Decide(TargetMode mode, bool isMarked, string? followUp)
    {
        var existing = disk.KindOf(_target.Full);
        if (mode == TargetMode.Create && existing != EntryKind.Missing)
            throw TargetErrors.Exists(_target.Full);
        if (mode == TargetMode.Append)
            return existing == EntryKind.Missing ? DecideFirstAppend(followUp) : DecideAppend(followUp);
        if (isMarked)
            WriteMark();
        var kind = mode == TargetMode.Replace ? CommitKind.Replace : CommitKind.Create;
        return new CommitJournal(CommitJournal.CurrentVersion, kind, disk.IdentityOf(staging.Data)?.Inode, [], followUp);
    }

    /// <summary>Nothing to append to: the directory appears as a whole, its files numbered as if they had been appended.</summary>
    private CommitJournal DecideFirstAppend(string? followUp)
    {
        var moves = AppendPlan.Moves(StagedParts(), [], [], format.BaseName).Where(move => move.From != move.To).ToList();
        if (moves.Count > 0)
            staging.DeleteResume();
        // Numbers only fall, and lower ones go first, so that each new name is free by then.
        foreach (var move in moves)
            disk.Rename(Path.Join(staging.Data, move.From), Path.Join(staging.Data, move.To));
        return new CommitJournal(CommitJournal.CurrentVersion, CommitKind.Create, disk.IdentityOf(staging.Data)?.Inode, [], followUp);
    }

    private CommitJournal DecideAppend(string? followUp)
    {
        ImmutableArray<string> largeObjects = disk.KindOf(staging.LargeObjects) == EntryKind.Directory ? disk.List(staging.LargeObjects) : [];
        var moves = AppendPlan.Moves(StagedParts(), largeObjects, disk.List(_target.Full), format.BaseName);
        foreach (var move in moves)
            if (disk.KindOf(Path.Join(_target.Full, move.To)) != EntryKind.Missing)
                throw new IOException($"{Path.Join(_target.Full, move.To)} exists.");
        return new CommitJournal(CommitJournal.CurrentVersion, CommitKind.Append, null, moves, followUp);
    }

    private IEnumerable<string> StagedParts() => disk.List(staging.Data).Where(name => name is not (LargeObjectNames.Directory or MarkName));

    private void WriteMark()
    {
        using var mark = disk.Create(Path.Join(staging.Data, MarkName));
        mark.Sync();
    }

    private void CarryOut(CommitJournal journal)
    {
        var steps = new CommitSteps(_target, staging, disk);
        try
        {
            IsDecided = true;
            staging.WriteJournal(journal);
            steps.Apply(journal);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            TakeBack(steps, journal, e);
            throw DiskFailure.Of($"commit to {_target.Full}", e);
        }
    }

    private void TakeBack(CommitSteps steps, CommitJournal journal, Exception failure)
    {
        try
        {
            steps.Undo(journal);
            staging.DeleteJournal();
            IsDecided = false;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw new TransferException(
                $"The import into {_target.Full} is complete, but its commit stopped halfway: {failure.Message} The next run into it finishes that.", e);
        }
    }
}
