using Levada.Log.Segments;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log;

/// <summary>Finds things in a log: by offset, by time, by transaction.</summary>
internal sealed class LogReader(LogState log)
{
    private const int ScanBufferByteCount = 4096;

    public ReadResult Read(long offset, int byteCountMax, bool isOneBatchRequired, LogPosition end)
    {
        if (offset < log.LogStartOffset || offset > log.End.Offset) return ReadResult.Failed(ErrorCode.OffsetOutOfRange);
        if (offset >= end.Offset || log.Segments.IsEmpty) return ReadResult.Nothing(offset);
        var limit = Resolve(end);
        for (var index = log.Segments.FloorIndex(offset); index < log.Segments.Count; index++)
        {
            var segment = log.Segments[index];
            if (segment.BaseOffset > limit.SegmentBaseOffset) break;
            var status = segment.Locate(offset, out var position, out var header);
            if (status == LocateStatus.Damaged) return ReadResult.Failed(ErrorCode.KafkaStorageError);
            if (status == LocateStatus.PastEnd) continue;
            var available = (segment.BaseOffset == limit.SegmentBaseOffset ? limit.FilePosition : segment.SizeBytes) - position;
            if (available <= 0) break;
            var wanted = isOneBatchRequired ? Math.Max(byteCountMax, header.SizeBytes) : Math.Max(byteCountMax, 0);
            var range = new FileRange(segment.File, position, (int)Math.Min(available, wanted));
            return new(ErrorCode.None, range, new(header.BaseOffset, segment.BaseOffset, position), header.SizeBytes);
        }

        return ReadResult.Nothing(offset);
    }

    /// <summary>The place of the batch that holds an offset, or of the end.</summary>
    public LogPosition Locate(long offset)
    {
        if (offset >= log.End.Offset || log.Segments.IsEmpty) return log.End;
        for (var index = log.Segments.FloorIndex(offset); index < log.Segments.Count; index++)
        {
            var segment = log.Segments[index];
            if (segment.Locate(offset, out var position, out _) == LocateStatus.Found) return new(offset, segment.BaseOffset, position);
        }

        return log.End;
    }

    /// <summary>Opens the indexes of one segment whose largest timestamp is not known yet; false when all are.</summary>
    public bool LearnNextTimestamp()
    {
        for (var index = 0; index < log.Segments.Count; index++)
        {
            if (log.Segments[index].IsLatestKnown) continue;
            log.Segments[index].EnsureIndexes();
            return true;
        }

        return false;
    }

    /// <summary>The first record with a timestamp at or after the one given; null when there is none below the end.</summary>
    public OffsetAndTimestamp? FindByTimestamp(long timestampMs, long endOffset)
    {
        if (log.Segments.IsEmpty) return null;
        for (var index = log.Segments.FloorIndex(log.LogStartOffset); index < log.Segments.Count; index++)
        {
            var segment = log.Segments[index];
            if (segment.BaseOffset >= endOffset) break;
            if (segment.Latest.TimestampMs < timestampMs) continue;
            var from = Math.Max(segment.TimeIndex.Lookup(timestampMs).Offset, log.LogStartOffset);
            if (FindInSegment(segment, from, timestampMs) is { } found) return found.Offset < endOffset ? found : null;
        }

        return null;
    }

    /// <summary>The first record that has the largest timestamp of the log; null when there is none below the end.</summary>
    public OffsetAndTimestamp? FindMaxTimestamp(long endOffset)
    {
        var max = RecordBatchFormat.NoTimestamp;
        for (var index = log.Segments.Count - 1; index >= 0; index--)
        {
            var segment = log.Segments[index];
            // The first segment may have its largest timestamp among the records that were trimmed.
            var isTrimmed = segment.BaseOffset < log.LogStartOffset;
            if (segment.Latest.TimestampMs > max) max = isTrimmed ? Math.Max(max, MaxAfterLogStart(segment)) : segment.Latest.TimestampMs;
        }

        return max == RecordBatchFormat.NoTimestamp ? null : FindByTimestamp(max, endOffset);
    }

    public IReadOnlyList<AbortedTransaction> AbortedTransactions(long from, long upTo)
    {
        List<AbortedTransaction>? found = null;
        if (log.Segments.IsEmpty) return [];
        for (var index = log.Segments.FloorIndex(from); index < log.Segments.Count; index++)
        {
            var transactions = log.Segments[index].TransactionIndex;
            if (!transactions.IsEmpty && transactions.Collect(from, upTo, found ??= [])) break;
        }

        return found ?? (IReadOnlyList<AbortedTransaction>)[];
    }

    /// <summary>The aborted transactions that a reader of these bytes has to know; most logs have none, and nothing is looked up then.</summary>
    public IReadOnlyList<AbortedTransaction> AbortedTransactions(long from, in ReadResult read)
    {
        for (var index = log.Segments.FloorIndex(from); index < log.Segments.Count; index++)
            if (!log.Segments[index].TransactionIndex.IsEmpty) return AbortedTransactions(from, UpperBoundOf(read));
        return [];
    }

    /// <summary>An offset that the batches of a range do not reach: exact to one index interval.</summary>
    private long UpperBoundOf(in ReadResult read)
    {
        if (read.Range.IsEmpty) return read.Start.Offset;
        var index = log.Segments.FloorIndex(read.Start.Offset);
        return log.Segments[index].UpperBoundOf(read.Range.Position + read.Range.ByteCount) ?? log.Segments.EndOf(index, log.End.Offset);
    }

    /// <summary>The place of an end; one in a segment that was replaced since is looked for anew.</summary>
    private LogPosition Resolve(LogPosition end) =>
        end.HasPlace && end.SegmentBaseOffset >= log.ReplacedEndOffset ? end : Locate(end.Offset);

    private OffsetAndTimestamp? FindInSegment(Segment segment, long from, long timestampMs)
    {
        Span<byte> buffer = stackalloc byte[ScanBufferByteCount];
        var scanner = new BatchScanner(segment.File, segment.OffsetIndex.Lookup(from).Position, segment.SizeBytes, buffer);
        while (scanner.MoveNext())
        {
            var header = scanner.Header;
            if (header.MaxTimestamp < timestampMs || header.LastOffset < log.LogStartOffset) continue;
            if (FindInBatch(segment, scanner, timestampMs) is { } found) return found;
        }

        return null;
    }

    private long MaxAfterLogStart(Segment segment)
    {
        var max = RecordBatchFormat.NoTimestamp;
        Span<byte> buffer = stackalloc byte[ScanBufferByteCount];
        var scanner = new BatchScanner(segment.File, segment.OffsetIndex.Lookup(log.LogStartOffset).Position, segment.SizeBytes, buffer);
        while (scanner.MoveNext())
        {
            var header = scanner.Header;
            if (header.MaxTimestamp <= max || header.LastOffset < log.LogStartOffset || header.RecordCount == 0) continue;
            max = header.BaseOffset >= log.LogStartOffset
                ? header.MaxTimestamp
                : Math.Max(max, FindInBatch(segment, scanner, timestampMs: null)?.TimestampMs ?? max);
        }

        return max;
    }

    /// <summary>The first readable record of a batch at or after a time, or with the largest time when none is given.</summary>
    private OffsetAndTimestamp? FindInBatch(Segment segment, BatchScanner scanner, long? timestampMs)
    {
        var bytes = new FrameBuffer();
        var records = new FrameBuffer();
        OffsetAndTimestamp? found = null;
        try
        {
            var readCount = segment.File.Read(bytes.Append(scanner.Header.SizeBytes), scanner.Position);
            if (!RecordBatch.TryRead(bytes.Written[..readCount], out var batch)
                || !Compression.TryDecompress(batch.Codec, batch.Payload, records, log.Options.UncompressedBatchBytesMax)) return null;
            var reader = new RecordReader(batch, records.Written);
            while (reader.TryRead(out var record))
            {
                if (record.Offset < log.LogStartOffset || record.Timestamp < (timestampMs ?? (found?.TimestampMs + 1) ?? 0)) continue;
                found = new(record.Offset, record.Timestamp, batch.PartitionLeaderEpoch);
                if (timestampMs is not null) break;
            }

            return found;
        }
        finally
        {
            bytes.Release();
            records.Release();
        }
    }
}
