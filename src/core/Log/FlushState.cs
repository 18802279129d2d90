using Levada.Log.Producers;

namespace Levada.Log;

/// <summary>Knows how much of a log is on disk, and prepares what brings more of it there.</summary>
internal sealed class FlushState(LogState log, LogWriter writer)
{
    private readonly PendingFlush _flush = new(log.FileSystem);
    private bool _isFlushing;
    private bool _isCheckpointing;
    private int _flushedNamesRevision = -1;
    private int _flushedEpochRevision;
    private int _truncationCount;

    /// <summary>Records below are on disk.</summary>
    public LogPosition FlushedEnd { get; private set; }

    /// <summary>Whether as many records as the topic allows are not on disk yet.</summary>
    public bool IsFlushDue => log.End.Offset - FlushedEnd.Offset >= log.Options.FlushRecordsMax;

    /// <summary>Records, indexes and epochs below are on disk, so that recovery may begin here.</summary>
    public long RecoveryPoint { get; private set; }

    public void Start(long recoveryPoint, bool hasFlushedNames)
    {
        RecoveryPoint = recoveryPoint;
        FlushedEnd = recoveryPoint >= log.End.Offset ? log.End : LogPosition.At(recoveryPoint);
        // What recovery found is not what the files say.
        _flushedEpochRevision = hasFlushedNames ? log.Epochs.Revision : -1;
        if (hasFlushedNames) _flushedNamesRevision = log.Segments.NamesRevision;
    }

    /// <summary>Whether a record has not been on disk for as long as the topic allows.</summary>
    public bool IsFlushOverdue(long nowMs) =>
        FlushedEnd.Offset < log.End.Offset && nowMs - writer.FirstUnflushedMs >= log.Options.FlushMs;

    public bool TryBeginFlush(out PendingFlush flush)
    {
        flush = _flush;
        if (_isFlushing || FlushedEnd.Offset >= log.End.Offset) return false;
        _isFlushing = true;
        Collect(flush);
        return true;
    }

    /// <returns>Whether the disk kept its word; if not, the log has failed.</returns>
    public bool CompleteFlush(PendingFlush flush)
    {
        _isFlushing = false;
        return Complete(flush);
    }

    /// <returns>Null when there is nothing to do or one is under way.</returns>
    public PendingCheckpoint? BeginCheckpoint()
    {
        var isBehind = RecoveryPoint < log.End.Offset || _flushedEpochRevision != log.Epochs.Revision;
        return _isCheckpointing || log.Segments.IsEmpty || !isBehind ? null : PrepareCheckpoint(hasSnapshot: log.Producers.Count > 0);
    }

    /// <summary>Brings everything to disk, here and now.</summary>
    public void FinishCleanly()
    {
        var hasSnapshot = !log.Snapshots.Contains(log.End.Offset);
        if (!hasSnapshot && RecoveryPoint >= log.End.Offset && _flushedEpochRevision == log.Epochs.Revision) return;
        log.Segments.Active.Seal();
        var checkpoint = PrepareCheckpoint(hasSnapshot);
        checkpoint.Run();
        CompleteCheckpoint(checkpoint);
    }

    private PendingCheckpoint PrepareCheckpoint(bool hasSnapshot)
    {
        var checkpoint = new PendingCheckpoint(log.FileSystem, log.Directory);
        for (var index = log.Segments.FloorIndex(RecoveryPoint); index < log.Segments.Count; index++)
        {
            var segment = log.Segments[index];
            segment.PersistIndexes();
            checkpoint.Add(segment.OffsetIndex.File);
            checkpoint.Add(segment.TimeIndex.File);
            checkpoint.Add(segment.TransactionIndex.File);
        }

        Collect(checkpoint.Data);
        if (hasSnapshot)
            checkpoint.AddSnapshot(ProducerSnapshot.ToBytes(log.Producers), log.Snapshots.PathOf(log.End.Offset));
        if (_flushedEpochRevision != log.Epochs.Revision) checkpoint.AddEpochs(log.Epochs.ToBytes(), log.Epochs.Revision);
        _isCheckpointing = true;
        return checkpoint;
    }

    /// <returns>Whether the disk kept its word; if not, the log has failed.</returns>
    public bool CompleteCheckpoint(PendingCheckpoint checkpoint)
    {
        _isCheckpointing = false;
        if (checkpoint.Data.TruncationCount != _truncationCount)
        {
            // The snapshot speaks of records that were taken back.
            if (checkpoint.HasSnapshot && !log.Snapshots.Contains(checkpoint.EndOffset))
                log.FileSystem.DeleteFile(log.Snapshots.PathOf(checkpoint.EndOffset));
            return true;
        }

        if (!Complete(checkpoint.Data)) return false;
        if (!checkpoint.HasSucceeded) return checkpoint.Data.IsVoid;
        ReleaseSealed(checkpoint.EndOffset);
        RecoveryPoint = Math.Max(RecoveryPoint, checkpoint.EndOffset);
        if (checkpoint.HasEpochs) _flushedEpochRevision = checkpoint.EpochRevision;
        if (checkpoint.HasSnapshot)
        {
            log.Snapshots.Add(checkpoint.EndOffset);
            log.Snapshots.Thin(log.Segments.BytesAfter, offset => log.Segments.Find(offset) is not null);
        }

        return true;
    }

    /// <summary>Everything after an offset has been taken back, on disk too.</summary>
    public void OnTruncated()
    {
        _truncationCount++;
        // With nothing left there is nothing to flush, wherever the log begins anew.
        var hasNothing = log.Segments.IsEmpty;
        if (hasNothing || RecoveryPoint > log.End.Offset) RecoveryPoint = log.End.Offset;
        if (hasNothing || FlushedEnd.Offset >= log.End.Offset) FlushedEnd = log.End;
    }

    private void Collect(PendingFlush flush)
    {
        flush.Begin(log.End, log.Segments.NamesRevision, _truncationCount);
        if (log.Segments.IsEmpty) return;
        if (_flushedNamesRevision < 0) writer.ReopenMetadata();
        if (writer.UnflushedMetadata is { } metadata) flush.Add(metadata);
        for (var index = log.Segments.FloorIndex(FlushedEnd.Offset); index < log.Segments.Count; index++) flush.Add(log.Segments[index].File);
        if (_flushedNamesRevision == log.Segments.NamesRevision) return;
        flush.Add(log.Directory);
        if (writer.HasNewDirectory) flush.Add(ParentOf(log.Directory));
    }

    private bool Complete(PendingFlush flush)
    {
        if (!flush.HasSucceeded) return flush.IsVoid;
        if (flush.TruncationCount != _truncationCount) return true;
        if (flush.End.Offset > FlushedEnd.Offset) FlushedEnd = flush.End;
        if (FlushedEnd.Offset >= log.End.Offset) writer.FirstUnflushedMs = long.MaxValue;
        if (flush.NamesRevision <= _flushedNamesRevision) return true;
        _flushedNamesRevision = flush.NamesRevision;
        writer.HasNewDirectory = false;
        writer.UnflushedMetadata?.Dispose();
        writer.UnflushedMetadata = null;
        return true;
    }

    /// <summary>Sealed segments whose indexes are on disk need not keep them in memory.</summary>
    private void ReleaseSealed(long endOffset)
    {
        for (var index = log.Segments.FloorIndex(RecoveryPoint); index < log.Segments.Count - 1; index++)
            if (log.Segments.EndOf(index, log.End.Offset) <= endOffset) log.Segments[index].ReleaseIndexes();
    }

    private static string ParentOf(string directory)
    {
        var slash = directory.LastIndexOf('/');
        return slash <= 0 ? "/" : directory[..slash];
    }
}
