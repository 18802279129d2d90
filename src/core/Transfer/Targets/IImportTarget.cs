using System.Collections.Immutable;

namespace Levada.Transfer.Targets;

/// <summary>Where one import run goes: a directory now, a table or a topic later. Parts are written by parallel tasks, then all appear at once.</summary>
/// <remarks>
/// Opening it rolls forward what an earlier run had committed but not finished. Disposing it without <see cref="Commit"/> leaves the
/// target as it was. <see cref="OpenPart"/> and <see cref="LargeObjects"/> may be called by several threads at once.
/// </remarks>
public interface IImportTarget : IDisposable
{
    /// <summary>The target for messages: a path or URI without secrets.</summary>
    string Description { get; }

    /// <summary>What an interrupted run noted of its progress; null when there is nothing to go on from.</summary>
    /// <remarks>A caller that does not go on from it calls <see cref="DiscardStaged"/>: whole parts of that run would enter the target too.</remarks>
    string? ResumeNote { get; }

    /// <summary>What opening and committing did beside the caller's own work, in sentences for the log.</summary>
    ImmutableArray<string> Notices => [];

    /// <summary>What a committed run, perhaps an earlier one that did not live to do it, still wants done; null when nothing.</summary>
    /// <remarks>It stays on disk until <see cref="ConfirmFollowUp"/>, so doing it twice must be as good as once.</remarks>
    string? PendingFollowUp => null;

    IPartWriter OpenPart(int part, CancellationToken cancellationToken);

    /// <summary>Opens a part that is written as finished bytes; text layouts only.</summary>
    IBytePart OpenBytes(int part, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>Opens a part of the interrupted run, cut to the given length.</summary>
    IPartWriter ReopenPart(int part, long byteCount, CancellationToken cancellationToken);

    /// <summary>Where a part's large values go.</summary>
    ILargeObjectStore LargeObjects(int part);

    /// <summary>Opens a file for rows that have to wait, empty, to write and read; it goes away when it is closed.</summary>
    Stream OpenScratch() => throw new NotSupportedException();

    /// <summary>Stores the progress of the run durably, for a later one to resume.</summary>
    void SaveResumeNote(string note, CancellationToken cancellationToken);

    /// <summary>Makes the whole run visible. After it returned the target is complete; a crash inside it is finished by the next run.</summary>
    /// <param name="followUp">What the caller still has to do after the commit (a job's next last-value), handed to whoever rolls it forward.</param>
    void Commit(string? followUp, CancellationToken cancellationToken);

    /// <summary>Says that <see cref="PendingFollowUp"/> was done. It must be, before the next <see cref="Commit"/>.</summary>
    void ConfirmFollowUp()
    {
    }

    /// <summary>Forgets all that an interrupted run staged. Only before the first part is opened.</summary>
    void DiscardStaged()
    {
    }

    /// <summary>Keeps what was staged when the target is disposed without commit, so that a later run can resume.</summary>
    void KeepForResume();
}
