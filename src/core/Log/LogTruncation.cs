using Levada.Log.Compaction;
using Levada.Log.Recovery;
using Levada.Log.Segments;

namespace Levada.Log;

/// <summary>Takes records back: from the end, or all of them. Durable when it returns.</summary>
internal sealed class LogTruncation(LogState log)
{
    /// <summary>Takes back an offset and everything after it; a batch that holds it goes as a whole.</summary>
    public void TruncateTo(long offset)
    {
        DropCleaning();
        var index = log.Segments.FloorIndex(offset);
        var segment = log.Segments[index];
        var isInside = segment.Locate(offset, out var position, out var header) == LocateStatus.Found;
        // The offset may lie in a hole that cleaning has left.
        var endOffset = isInside ? Math.Min(header.BaseOffset, offset) : offset;
        if (endOffset < log.LogStartOffset)
        {
            // The batch holds records that were trimmed as well: with it goes all that could be read.
            RestartAt(log.LogStartOffset);
            return;
        }

        log.DropSegments(index + 1, log.Segments.Count - index - 1);
        segment.TruncateTo(endOffset, position);
        segment.File.Flush();
        log.EndAt(endOffset);
        log.CleanedOffset = Math.Min(log.CleanedOffset, endOffset);
        log.Epochs.TruncateFromEnd(endOffset);
        log.Snapshots.KeepOnly(long.MinValue, endOffset);
        log.FileSystem.FlushDirectory(log.Directory);
        new ProducerReplay(log).Run(nowMs: 0, indexedEndOffset: endOffset, isClean: false);
    }

    /// <summary>Takes everything back; the log is empty and begins at an offset.</summary>
    public void RestartAt(long offset)
    {
        DropCleaning();
        // The names may be needed again.
        log.DropExpired();
        var hadSegments = !log.Segments.IsEmpty;
        log.DropSegments(0, log.Segments.Count);
        log.Snapshots.KeepOnly(long.MaxValue, long.MaxValue);
        if (hadSegments) log.FileSystem.FlushDirectory(log.Directory);
        log.Producers.Clear();
        log.Epochs.Clear();
        log.LogStartOffset = offset;
        log.CleanedOffset = offset;
        log.EndAt(offset);
    }

    /// <summary>A restart must not put back what a cleaning has made of records that are taken back.</summary>
    private void DropCleaning()
    {
        log.TruncationCount++;
        UnpublishedSegment.Settle(log);
        CleaningLeftovers.Remove(log.FileSystem, log.Directory);
    }
}
