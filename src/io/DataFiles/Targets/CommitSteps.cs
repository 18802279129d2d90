using System.Collections.Immutable;

namespace Levada.DataFiles.Targets;

/// <summary>Carries out a journalled commit. Each step first looks whether it was done, so that the whole may be repeated after any interruption.</summary>
internal sealed class CommitSteps(TargetPath target, StagingArea staging, IDisk disk)
{
    /// <summary>Brings the target to its new state and makes that last. What is left to delete lies in the staging area.</summary>
    /// <exception cref="IOException">A step failed; the steps before it are done.</exception>
    public void Apply(CommitJournal journal)
    {
        if (journal.Kind == CommitKind.Append)
            Move(journal.Moves);
        else if (!IsStagedDirectoryGone(journal))
            Place(journal);
        Sync(journal);
    }

    /// <summary>Takes back what an <see cref="Apply"/> that failed has done. Only in the run that staged the files.</summary>
    public void Undo(CommitJournal journal)
    {
        if (journal.Kind == CommitKind.Append)
            MoveBack(journal.Moves);
        else
            PlaceBack(journal);
        Sync(journal);
    }

    /// <summary>Whether the staged directory is the target by now: it is gone, or what lies in its place is the old one.</summary>
    private bool IsStagedDirectoryGone(CommitJournal journal) =>
        disk.KindOf(staging.Data) == EntryKind.Missing
        || (journal.StagedInode is { } inode && disk.IdentityOf(staging.Data) is { } found && found.Inode != inode);

    private void Place(CommitJournal journal)
    {
        if (journal.Kind == CommitKind.Replace && disk.KindOf(target.Full) != EntryKind.Missing)
        {
            if (journal.StagedInode is not null && disk.TryExchange(staging.Data, target.Full))
                return;
            // For a moment there is no target; the journal brings the next run over it.
            disk.Rename(target.Full, staging.Old);
        }

        disk.Rename(staging.Data, target.Full);
    }

    private void Move(ImmutableArray<CommitMove> moves)
    {
        foreach (var move in moves)
        {
            if (disk.KindOf(Staged(move)) == EntryKind.Missing)
                continue;
            var directory = Path.GetDirectoryName(Final(move))!;
            if (disk.KindOf(directory) == EntryKind.Missing)
                disk.CreateDirectory(directory, isPrivate: false);
            disk.Rename(Staged(move), Final(move));
        }
    }

    private void MoveBack(ImmutableArray<CommitMove> moves)
    {
        foreach (var move in moves.Reverse())
            if (disk.KindOf(Staged(move)) == EntryKind.Missing && disk.KindOf(Final(move)) != EntryKind.Missing)
                disk.Rename(Final(move), Staged(move));
        if (disk.KindOf(LargeObjects) == EntryKind.Directory && disk.List(LargeObjects).IsEmpty)
            disk.DeleteDirectory(LargeObjects);
    }

    private void PlaceBack(CommitJournal journal)
    {
        if (disk.KindOf(staging.Data) == EntryKind.Missing)
            disk.Rename(target.Full, staging.Data);
        else if (IsStagedDirectoryGone(journal) && !disk.TryExchange(staging.Data, target.Full))
            throw new IOException($"{target.Full} cannot be exchanged back.");
        if (disk.KindOf(staging.Old) != EntryKind.Missing)
            disk.Rename(staging.Old, target.Full);
    }

    private void Sync(CommitJournal journal)
    {
        if (journal.Kind == CommitKind.Append)
        {
            SyncIfThere(LargeObjects);
            SyncIfThere(target.Full);
            SyncIfThere(staging.Data);
        }

        disk.SyncDirectory(target.Parent);
        SyncIfThere(staging.Work);
    }

    private void SyncIfThere(string directory)
    {
        if (disk.KindOf(directory) == EntryKind.Directory)
            disk.SyncDirectory(directory);
    }

    private string LargeObjects => Path.Join(target.Full, LargeObjectNames.Directory);

    private string Staged(CommitMove move) => Path.Join(staging.Data, move.From);

    private string Final(CommitMove move) => Path.Join(target.Full, move.To);
}
