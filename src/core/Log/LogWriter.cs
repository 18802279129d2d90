using System.Buffers.Binary;
using System.Text;
using Levada.Log.Directories;
using Levada.Log.Producers;
using Levada.Log.Segments;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log;

/// <summary>Puts checked batches at the end of a log: makes files, rolls segments, keeps indexes and producers.</summary>
internal sealed class LogWriter(LogState log, Uuid topicId)
{
    private readonly uint _jitterSeed = Crc32C.Compute(Encoding.UTF8.GetBytes(log.Directory));

    /// <summary>Whether <c>partition.metadata</c> is there, so that only its flush may be missing.</summary>
    public bool HasMetadataFile { get; set; }

    /// <summary>Whether the partition's directory may be new: the directory above needs a flush.</summary>
    public bool HasNewDirectory { get; set; }

    /// <summary>When the oldest record that may not be on disk was written: milliseconds since 1970.</summary>
    public long FirstUnflushedMs { get; set; } = long.MaxValue;

    /// <summary>The metadata file while it is not flushed.</summary>
    public IFile? UnflushedMetadata { get; set; }

    /// <summary>After a crash nobody knows whether the metadata file was flushed.</summary>
    public void ReopenMetadata()
    {
        if (HasMetadataFile) UnflushedMetadata ??= log.FileSystem.Open($"{log.Directory}/{PartitionFileName.Metadata}", FileOpenMode.Existing);
    }

    /// <summary>Writes batches that follow the end, with one write.</summary>
    /// <param name="batches">Whole batches whose offsets are final.</param>
    /// <param name="first">The header of the first of them.</param>
    /// <exception cref="IOException">The disk failed; the end is where it was.</exception>
    public void Write(ReadOnlySpan<byte> batches, in RecordBatchHeader first, long maxTimestampMs, long lastOffset, long nowMs)
    {
        var segment = EnsureRoom(batches.Length, first.BaseOffset, lastOffset, maxTimestampMs, nowMs);
        var position = segment.SizeBytes;
        try
        {
            segment.File.Write(batches, position);
            if (batches.Length == first.SizeBytes) Track(segment, first, batches, position);
            else TrackAll(segment, batches, position);
        }
        catch (IOException)
        {
            Undo(segment, position);
            throw;
        }

        log.EndAt(lastOffset + 1);
        FirstUnflushedMs = Math.Min(FirstUnflushedMs, nowMs);
    }

    /// <summary>Closes the active segment and begins another at the end of the log.</summary>
    public Segment Roll(long nowMs)
    {
        if (!log.Segments.IsEmpty) log.Segments.Active.Seal();
        // A log that does not begin at 0 needs to tell that nothing came before, or that something did.
        if (log.End.Offset > 0) log.Snapshots.Write(log.End.Offset, ProducerSnapshot.ToBytes(log.Producers));

        var segment = log.Segments.Create(log.End.Offset, nowMs, log.Options);
        log.EndAt(log.End.Offset);
        return segment;
    }

    private Segment EnsureRoom(int byteCount, long baseOffset, long lastOffset, long maxTimestampMs, long nowMs)
    {
        if (log.Segments.IsEmpty)
        {
            MakeDirectory();
            log.EndAt(baseOffset);
            return Roll(nowMs);
        }

        var segment = log.Segments.Active;
        return IsRollDue(segment, byteCount, lastOffset, maxTimestampMs, nowMs) ? Roll(nowMs) : segment;
    }

    private bool IsRollDue(Segment segment, int byteCount, long lastOffset, long maxTimestampMs, long nowMs)
    {
        var options = log.Options;
        if (segment.SizeBytes > options.SegmentBytesMax - byteCount) return segment.SizeBytes > 0;
        if (lastOffset - segment.BaseOffset > int.MaxValue || segment.IsIndexFull(options.IndexBytesMax)) return true;
        if (segment.SizeBytes == 0) return false;
        // Time as the records tell it, so that a slow or replayed stream gets the same segments.
        var waitedMs = segment.FirstBatchTimestampMs is { } first and >= 0 ? maxTimestampMs - first : nowMs - segment.CreatedMs;
        // A segment has to be closed before it can be cleaned.
        var segmentMs = options.HasCompactPolicy ? Math.Min(options.SegmentMs, options.CompactionLagMsMax) : options.SegmentMs;
        return waitedMs > segmentMs - JitterMs(segment.BaseOffset, segmentMs);
    }

    /// <summary>Spreads the rolls of partitions that began together; the same for the same segment, on every machine.</summary>
    private long JitterMs(long baseOffset, long segmentMs)
    {
        var range = Math.Min(log.Options.SegmentJitterMs, segmentMs);
        if (range <= 0) return 0;
        Span<byte> seed = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(seed, baseOffset);
        return Crc32C.Append(_jitterSeed, seed) % range;
    }

    private void MakeDirectory()
    {
        HasNewDirectory |= !log.FileSystem.DirectoryExists(log.Directory);
        log.FileSystem.CreateDirectory(log.Directory);
        if (HasMetadataFile || topicId.IsZero) return;
        var file = log.FileSystem.Open($"{log.Directory}/{PartitionFileName.Metadata}", FileOpenMode.CreateOrTruncate);
        file.Write(PartitionMetadataFile.ToBytes(topicId), 0);
        UnflushedMetadata = file;
        HasMetadataFile = true;
    }

    private void TrackAll(Segment segment, ReadOnlySpan<byte> batches, long position)
    {
        while (RecordBatchHeader.TryRead(batches, out var header))
        {
            Track(segment, header, batches, position);
            position += header.SizeBytes;
            batches = batches[header.SizeBytes..];
        }
    }

    private void Track(Segment segment, in RecordBatchHeader header, ReadOnlySpan<byte> batch, long position)
    {
        segment.Track(header, position, log.Options.IndexIntervalBytes);
        if (!header.HasProducerId) return;
        if (!header.IsControl) log.Producers.Apply(header, new(header.BaseOffset, segment.BaseOffset, position));
        else if (TransactionMarker.TryRead(batch, out var marker) && log.Producers.ApplyMarker(header, marker) is { } aborted)
            segment.TransactionIndex.Append(aborted);
    }

    private static void Undo(Segment segment, long position)
    {
        try
        {
            segment.File.SetLength(position);
        }
        catch (IOException)
        {
            // The log is failed either way, and recovery cuts off what is not whole.
        }
    }
}
