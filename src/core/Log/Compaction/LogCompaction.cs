using Levada.Log.Segments;

namespace Levada.Log.Compaction;

/// <summary>Cleaning as its log sees it: what there is to clean, and the replacement of segments. Under the log's lock.</summary>
public sealed class LogCompaction
{
    private readonly LogState _log;
    private readonly FlushState _flushes;

    internal LogCompaction(LogState log, FlushState flushes)
    {
        _log = log;
        _flushes = flushes;
    }

    /// <summary>Everything below has been cleaned; for the cleaner offset checkpoint.</summary>
    public long CleanedOffset => _log.CleanedOffset;

    /// <summary>Tells what cleaning would do now; not due where the topic is not compacted.</summary>
    /// <param name="lastStableOffset">The first undecided record, or the high watermark.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public CleaningCandidate Examine(long nowMs, long lastStableOffset)
    {
        var options = _log.Options;
        if (!options.HasCompactPolicy || _log.IsFailed || _log.Segments.Count < 2) return default;
        var firstDirty = _log.CleanedOffset < _log.LogStartOffset || _log.CleanedOffset > _log.End.Offset
            ? _log.LogStartOffset
            : _log.CleanedOffset;
        var first = _log.Segments.FloorIndex(firstDirty);
        var firstUncleanable = FirstUncleanable(first, nowMs, lastStableOffset);
        long cleanBytes = 0, dirtyBytes = 0;
        for (var index = 0; index < firstUncleanable; index++)
        {
            // A segment that is partly clean counts as dirty: all of it is read.
            if (index < first) cleanBytes += _log.Segments[index].SizeBytes;
            else dirtyBytes += _log.Segments[index].SizeBytes;
        }

        var isOverdue = IsOverdue(first, firstUncleanable, nowMs);
        return new(firstDirty, _log.Segments[firstUncleanable].BaseOffset, cleanBytes, dirtyBytes, isOverdue, options.CleanableDirtyRatioMin);
    }

    /// <summary>Begins a cleaning; at most one at a time.</summary>
    /// <param name="candidate">What <see cref="Examine"/> said under the same lock; due.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public LogCleaning Begin(in CleaningCandidate candidate, CleaningOptions options, long nowMs)
    {
        UnpublishedSegment.Settle(_log);
        var segments = new List<CleanedSegment>();
        for (var index = 0; _log.Segments[index].BaseOffset < candidate.FirstUncleanableOffset; index++)
            segments.Add(CleanedSegment.Of(_log.Segments[index], _log.Segments[index + 1].BaseOffset));
        // A snapshot from the middle may know a transaction as open whose marker the cleaning removes.
        _log.Snapshots.KeepOnly(candidate.FirstUncleanableOffset, long.MaxValue);
        return new(_log, candidate, segments, options, nowMs);
    }

    /// <summary>Puts the segment that is ready in the place of those it was made of; only while <see cref="CleaningState.ReadyToReplace"/>.</summary>
    /// <returns>The replaced files; null when the log has changed, and the cleaning is abandoned.</returns>
    /// <exception cref="IOException">The disk failed, and the log with it.</exception>
    public PendingDeletion? Replace(LogCleaning cleaning) => Guarded(() =>
    {
        var index = IndexOf(cleaning.Group);
        if (index >= 0 && cleaning.HasItsFiles) return Replace(cleaning, index);
        cleaning.Abandon("The log has changed.");
        return null;
    });

    /// <summary>Gives the segment that has replaced others their names; only while <see cref="CleaningState.ReadyToPublish"/>.</summary>
    /// <returns>What was open under the provisional names; null when the segment is no part of the log any more.</returns>
    /// <exception cref="IOException">The disk failed, and the log with it.</exception>
    public PendingDeletion? Publish(LogCleaning cleaning) => Guarded(() =>
    {
        var retired = _log.Unpublished is { } unpublished && unpublished.Files == cleaning.Output ? unpublished.Publish() : null;
        cleaning.OnPublished();
        return retired is null ? null : new PendingDeletion(_log.FileSystem, _log.Directory, [retired], []);
    });

    /// <summary>Whether the segments that a cleaning reads are still part of the log; if not, what it found in them says nothing.</summary>
    public bool IsCurrent(LogCleaning cleaning) =>
        cleaning.HasItsFiles && (cleaning.Unreplaced is { Count: > 0 } unreplaced ? IndexOf(unreplaced) >= 0 : !_log.IsFailed);

    /// <summary>Takes note that a cleaning is done.</summary>
    public void Complete(LogCleaning cleaning)
    {
        if (cleaning.State == CleaningState.Done && cleaning.HasItsFiles) _log.CleanedOffset = Math.Min(cleaning.EndOffset, _log.End.Offset);
    }

    private PendingDeletion Replace(LogCleaning cleaning, int index)
    {
        var replaced = _log.Segments.Remove(index, cleaning.Group.Count);
        var paths = new List<string>();
        foreach (var segment in replaced) paths.AddRange(segment.MarkDeleted());
        // Should the old names come back after a crash, the new ones must not be there beside them: they come when the old are gone.
        var inserted = _log.Segments.Insert(index, cleaning.Output!.BaseOffset, replaced[0].CreatedMs, SegmentFileName.Swap);
        _log.Unpublished = new(_log, cleaning.Output, inserted);
        _log.ReplacedEndOffset = Math.Max(_log.ReplacedEndOffset, cleaning.Group[^1].EndOffset);
        cleaning.OnReplaced();
        return new(_log.FileSystem, _log.Directory, [.. replaced], paths);
    }

    private PendingDeletion? Guarded(Func<PendingDeletion?> change)
    {
        try
        {
            return change();
        }
        catch (IOException)
        {
            _log.IsFailed = true;
            throw;
        }
    }

    /// <summary>Where the segments are, if they are still what they were, or -1.</summary>
    private int IndexOf(IReadOnlyList<CleanedSegment> group)
    {
        if (_log.IsFailed || _log.Segments.IsEmpty) return -1;
        var first = _log.Segments.FloorIndex(group[0].BaseOffset);
        if (first + group.Count >= _log.Segments.Count) return -1;
        for (var index = 0; index < group.Count; index++)
        {
            var segment = _log.Segments[first + index];
            if (segment != group[index].Segment || segment.SizeBytes != group[index].SizeBytes) return -1;
        }

        return first;
    }

    /// <summary>The index of the first segment that must stay as it is.</summary>
    private int FirstUncleanable(int first, long nowMs, long lastStableOffset)
    {
        // What recovery would read again must be without holes.
        var end = Math.Min(lastStableOffset, _flushes.RecoveryPoint);
        var last = _log.Segments.Count - 1;
        var index = 0;
        for (; index < last && _log.Segments[index + 1].BaseOffset <= end; index++)
        {
            var isTooYoung = _log.Options.CompactionLagMsMin > 0 && index >= first
                && nowMs - Retention.LargestTimestampMs(_log, _log.Segments[index]) < _log.Options.CompactionLagMsMin;
            if (isTooYoung) break;
        }

        return index;
    }

    private bool IsOverdue(int first, int end, long nowMs)
    {
        if (_log.Options.CompactionLagMsMax == long.MaxValue) return false;
        for (var index = first; index < end; index++)
            if (_log.Segments[index].FirstBatchTimestampMs is { } timestampMs and > 0 && nowMs - timestampMs > _log.Options.CompactionLagMsMax) return true;
        return false;
    }
}
