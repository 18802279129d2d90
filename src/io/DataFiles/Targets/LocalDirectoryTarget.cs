using System.Collections.Immutable;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>A directory of this machine as the target of an import.</summary>
/// <remarks>
/// Files are staged in a hidden directory beside the target and enter it by renames, after a journal that names them was made
/// durable: from then on the commit is decided, and any later run into the target finishes it. One run at a time holds the lock.
/// </remarks>
internal sealed class LocalDirectoryTarget : IImportTarget
{
    private const string MarkProperty = "mapreduce.fileoutputcommitter.marksuccessfuljobs";

    private readonly Lock _gate = new();
    private readonly TargetRequest _request;
    private readonly TargetClaim _claim;
    private readonly StagedFiles _files;
    private readonly StagingArea _staging;
    private readonly TargetCommit _commit;
    private readonly IDisk _disk;
    private readonly IFormatWriters _writers;
    private readonly List<string> _notices;
    private (StagingArea Area, string FollowUp)? _pending;
    private bool _hasResumeNote;
    private bool _isKept;
    private bool _isCommitted;
    private bool _isDisposed;

    public LocalDirectoryTarget(TargetRequest request, OpenedTarget opened, IFormatWriters writers, IDisk disk)
    {
        _request = request;
        _claim = opened.Claim;
        _staging = opened.Staging;
        _files = opened.Files;
        _commit = new TargetCommit(opened.Claim, opened.Staging, opened.Files.Format, disk);
        _disk = disk;
        _writers = writers;
        _notices = opened.Notices;
        _pending = opened.Pending;
        ResumeNote = opened.ResumeNote;
        _hasResumeNote = ResumeNote is not null;
    }

    public string Description => _claim.Target.Full;

    public string? ResumeNote { get; private set; }

    public ImmutableArray<string> Notices => [.. _notices];

    public string? PendingFollowUp => _pending?.FollowUp;

    public IPartWriter OpenPart(int part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = Begin(part);
        return WithFormat(file, () => _writers.Create(_request, file.Content));
    }

    public IBytePart OpenBytes(int part, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new StagedBytes(Begin(part));
    }

    public IPartWriter ReopenPart(int part, long byteCount, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = Locked($"go on with part {part} of {Description}", () => _files.Continue(part, byteCount));
        return WithFormat(file, () =>
        {
            using var existing = _files.OpenRead(part);
            return _writers.Continue(_request, existing, file.Content);
        });
    }

    public ILargeObjectStore LargeObjects(int part) => Locked($"write to {_staging.LargeObjects}", () => _files.LargeObjects(part));

    public Stream OpenScratch() => Locked(
        $"write to {_staging.Scratch}", () => _disk.OpenScratch(Path.Join(_staging.Scratch, Guid.NewGuid().ToString("N"))));

    public void SaveResumeNote(string note, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _hasResumeNote = Locked($"write to {_staging.Control}", () =>
        {
            // Whole parts that the note counts on must last before it does.
            _staging.Sync();
            _staging.WriteResume(new StagedResume(_files.Format.NameOf(0), _files.FirstLargeObject, note));
            return true;
        });
    }

    public void KeepForResume() => _isKept = true;

    public void DiscardStaged()
    {
        _hasResumeNote = Locked($"write to {_staging.Work}", () =>
        {
            _files.Discard();
            return false;
        });
        ResumeNote = null;
    }

    public void Commit(string? followUp, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_isCommitted || _pending is not null)
                throw new InvalidOperationException("The run is committed already, or an earlier one's follow-up is not confirmed.");
            _files.Close();
            var isMarked = !"false".Equals(_request.Options.Properties.GetValueOrDefault(MarkProperty), StringComparison.OrdinalIgnoreCase);
            var isReplaced = _request.Mode == TargetMode.Replace && _disk.KindOf(Description) != EntryKind.Missing;
            _commit.Run(_request.Mode, isMarked, followUp);
            _isCommitted = true;
            if (isReplaced)
                _notices.Add($"Destination directory {Description} deleted.");
            CleanUp(followUp);
        }
    }

    public void ConfirmFollowUp() => Locked($"write to {_claim.Target.Parent}", () =>
    {
        _pending?.Area.Forget();
        _pending = null;
        return true;
    });

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _files.Dispose();
            // Without a note nobody could go on from it.
            var isStagingKept = _isCommitted || _commit.IsDecided || (_isKept && _hasResumeNote);
            if (!isStagingKept)
                _staging.TryDelete();
            _claim.Release(areParentsKept: isStagingKept);
        }
    }

    /// <summary>The target is complete: what cannot be deleted is no failure, the next run tries again.</summary>
    private void CleanUp(string? followUp)
    {
        if (followUp is not null)
            _pending = (_staging, followUp);
        if (!(followUp is null ? _staging.TryDelete() : _staging.TryDeleteLeftovers()))
            _notices.Add($"Not all of {_staging.Control}, which is not needed any more, could be deleted.");
    }

    private StagedFile Begin(int part) => Locked($"write to {_staging.Parts}", () => _files.Begin(part));

    private T Locked<T>(string attempt, Func<T> action)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            try
            {
                return action();
            }
            catch (Exception e) when (DiskFailure.Is(e))
            {
                throw DiskFailure.Of(attempt, e);
            }
        }
    }

    private static StagedPart WithFormat(StagedFile file, Func<IFormatWriter> open)
    {
        try
        {
            return new StagedPart(file, open());
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
