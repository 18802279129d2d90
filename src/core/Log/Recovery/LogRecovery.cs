using System.Buffers;
using Levada.Log.Directories;
using Levada.Log.Segments;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Recovery;

/// <summary>Makes a log of what a directory holds.</summary>
/// <remarks>
/// After a clean shutdown nothing is scanned. Otherwise everything from the recovery point on is read: the log ends at the first
/// batch that is damaged or cannot follow the one before it, and indexes and producers are rebuilt from there.
/// </remarks>
internal sealed class LogRecovery(LogState log, LogStart start)
{
    private const int ScanBufferByteCount = 1024 * 1024;

    private readonly Continuity _continuity = new(log, start.CleanedOffset > 0);
    private bool _hasChangedNames;

    /// <summary>Everything below is on disk and whole.</summary>
    public long RecoveryPoint { get; private set; }

    /// <summary>Bytes behind the last good batch, which were cut off or deleted.</summary>
    public long DroppedByteCount { get; private set; }

    public void Run()
    {
        log.LogStartOffset = start.LogStartOffset;
        log.EndAt(start.LogStartOffset);
        RecoveryPoint = start.LogStartOffset;
        if (!log.FileSystem.DirectoryExists(log.Directory)) return;
        _hasChangedNames = Leftovers.Settle(log.FileSystem, log.Directory);
        OpenFiles();
        if (!log.Segments.IsEmpty) RecoverContent();
        log.Epochs.TruncateFromEnd(log.End.Offset);
        log.Epochs.TruncateFromStart(log.LogStartOffset);
        // What was dropped must not come back beside what is appended next.
        if (_hasChangedNames) log.FileSystem.FlushDirectory(log.Directory);
    }

    private void OpenFiles()
    {
        if (SmallFile.ReadText(log.FileSystem, $"{log.Directory}/{PartitionFileName.LeaderEpochs}") is { } epochs) log.Epochs.Load(epochs);
        foreach (var name in log.FileSystem.ListFiles(log.Directory))
        {
            if (SegmentFileName.TryParse(name, SegmentFileName.Log, out var baseOffset)) log.Segments.Open(baseOffset, start.NowMs);
            else if (SegmentFileName.TryParse(name, SegmentFileName.Snapshot, out var offset)) log.Snapshots.Add(offset);
        }
    }

    private void RecoverContent()
    {
        var interval = log.Options.IndexIntervalBytes;
        if (start.IsClean && log.Segments.Active.TryResumeAtEnd(interval, out var endOffset))
        {
            log.EndAt(endOffset);
            RecoveryPoint = endOffset;
        }
        else
        {
            var from = start.IsClean ? log.Segments.Active.BaseOffset : start.RecoveryPoint;
            ScanFrom(from);
            RecoveryPoint = Math.Min(from, log.End.Offset);
        }

        log.LogStartOffset = Math.Max(start.LogStartOffset, log.Segments[0].BaseOffset);
        if (log.LogStartOffset > log.End.Offset) DropAll();
        _hasChangedNames |= log.Snapshots.KeepOnly(log.Segments.IsEmpty ? long.MaxValue : log.Segments[0].BaseOffset, log.End.Offset);
        new ProducerReplay(log).Run(start.NowMs, RecoveryPoint, start.IsClean);
    }

    /// <summary>Reads the batches from an offset on and drops what follows the last good one.</summary>
    private void ScanFrom(long offset)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ScanBufferByteCount);
        // The batches say it again, and more surely: a checkpoint may have been written just before a truncation.
        log.Epochs.TruncateFromEnd(offset);
        try
        {
            long? expected = null;
            for (var index = log.Segments.FloorIndex(offset); index < log.Segments.Count; index++)
            {
                var segment = log.Segments[index];
                if (expected is { } next && !_continuity.IsNext(segment, next) && !TryDropExpired(ref index))
                {
                    DropRest(index);
                    break;
                }

                segment.TransactionIndex.TruncateTo(offset);
                var isWhole = Scan(index, Math.Max(offset, segment.BaseOffset), buffer, out var end);
                expected = end;
                if (isWhole) continue;
                DropRest(index + 1);
                break;
            }

            log.EndAt(expected ?? offset);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <returns>Whether the good batches fill the file; if not, it has been cut behind them.</returns>
    private bool Scan(int index, long from, byte[] buffer, out long endOffset)
    {
        var segment = log.Segments[index];
        var following = index + 1 < log.Segments.Count ? log.Segments[index + 1] : null;
        var fileByteCount = segment.File.Length;
        var (validEnd, expected) = segment.ResumeAt(from, log.Options.IndexIntervalBytes);
        // A recovery point beyond the end speaks of another log, or of a disk that lost what it had: nothing of it is believed.
        if (expected < from) (validEnd, expected) = segment.ResumeAt(segment.BaseOffset, log.Options.IndexIntervalBytes);
        var scanner = new BatchScanner(segment.File, validEnd, fileByteCount, buffer);
        while (scanner.MoveNext())
        {
            var header = scanner.Header;
            if (header.LastOffsetDelta < 0 || !scanner.IsCrcValid() || HasImpossibleEpoch(header)) break;
            if (!_continuity.IsNext(header, expected, segment, scanner.NextPosition, fileByteCount, following)) break;
            segment.Track(header, scanner.Position, log.Options.IndexIntervalBytes);
            log.Epochs.Begin(header.PartitionLeaderEpoch, header.BaseOffset);
            expected = header.NextOffset;
            validEnd = scanner.NextPosition;
        }

        endOffset = expected;
        if (validEnd == fileByteCount) return true;
        DroppedByteCount += fileByteCount - validEnd;
        segment.File.SetLength(validEnd);
        segment.File.Flush();
        return false;
    }

    private bool HasImpossibleEpoch(in RecordBatchHeader header) =>
        header.PartitionLeaderEpoch < LeaderEpoch.None
        || (start.LeaderEpoch != LeaderEpoch.None && header.PartitionLeaderEpoch > start.LeaderEpoch);

    private void DropRest(int index)
    {
        for (var rest = index; rest < log.Segments.Count; rest++) DroppedByteCount += log.Segments[rest].File.Length;
        DropFrom(index);
    }

    /// <summary>Of what retention took out a crash has brought some segments back and not others: a gap before the log start is no loss.</summary>
    private bool TryDropExpired(ref int index)
    {
        if (log.Segments[index].BaseOffset > start.LogStartOffset) return false;
        log.DropSegments(0, index);
        _hasChangedNames = true;
        index = 0;
        return true;
    }

    private void DropFrom(int index)
    {
        var count = log.Segments.Count - index;
        log.DropSegments(index, count);
        _hasChangedNames |= count > 0;
    }

    /// <summary>The log was trimmed beyond what is left of it: it begins anew where it was trimmed.</summary>
    private void DropAll()
    {
        DropFrom(0);
        log.EndAt(log.LogStartOffset);
        log.Epochs.Clear();
        _hasChangedNames |= log.Snapshots.KeepOnly(long.MaxValue, long.MaxValue);
        RecoveryPoint = log.LogStartOffset;
    }
}
