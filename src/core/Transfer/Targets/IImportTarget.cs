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
    string? ResumeNote { get; }

    IPartWriter OpenPart(int part, CancellationToken cancellationToken);

    /// <summary>Opens a part of the interrupted run, cut to the given length.</summary>
    IPartWriter ReopenPart(int part, long byteCount, CancellationToken cancellationToken);

    /// <summary>Where a part's large values go.</summary>
    ILargeObjectStore LargeObjects(int part);

    /// <summary>An empty file among what is staged, for rows that wait; gone when it is closed.</summary>
    Stream OpenScratch();

    /// <summary>Stores the progress of the run durably, for a later one to resume.</summary>
    void SaveResumeNote(string note, CancellationToken cancellationToken);

    /// <summary>Makes the whole run visible. After it returned the target is complete; a crash inside it is finished by the next run.</summary>
    /// <param name="followUp">What the caller still has to do after the commit (a job's next last-value), handed to whoever rolls it forward.</param>
    void Commit(string? followUp, CancellationToken cancellationToken);

    /// <summary>Keeps what was staged when the target is disposed without commit, so that a later run can resume.</summary>
    void KeepForResume();
}
