using Levada.Log.Segments;
using Levada.Records;

namespace Levada.Log.Recovery;

/// <summary>Tells the holes that compaction has left from places where something was lost.</summary>
/// <remarks>
/// The topic's policy says nothing of it: what was compacted once may not be compacted any more, and checkpoints may be lost. A hole
/// between two whole batches of one file was made by compaction, since a disk loses what was written to zeros and to short files,
/// but moves nothing. Base offsets are outside the checksum, so that only what follows a batch says whether its own is true. A
/// segment that ends before the next one begins is a loss, unless the log has holes: our cleaning keeps the last batch of a
/// segment, Kafka's does not always.
/// </remarks>
internal sealed class Continuity(LogState log, bool wasCleaned)
{
    private readonly bool _isContiguous = log.Options.IsContiguous;
    private bool _hasHoles = wasCleaned || log.Options.HasCompactPolicy;

    /// <summary>Whether a segment may follow a log that ends at an offset.</summary>
    public bool IsNext(Segment segment, long expected) =>
        segment.BaseOffset == expected || (segment.BaseOffset > expected && _hasHoles && !_isContiguous);

    /// <summary>Whether a batch of a segment may follow a log that ends at an offset; the batch is whole otherwise.</summary>
    /// <param name="nextPosition">Where the batch after it begins in the segment's file.</param>
    /// <param name="nextSegment">The segment after this one, or null.</param>
    public bool IsNext(in RecordBatchHeader batch, long expected, Segment segment, long nextPosition, long fileByteCount, Segment? nextSegment)
    {
        if (batch.BaseOffset == expected) return true;
        if (batch.BaseOffset < expected || _isContiguous || batch.LastOffset - segment.BaseOffset > int.MaxValue) return false;
        var following = FollowingOffset(segment, nextPosition, fileByteCount) ?? nextSegment?.BaseOffset;
        // With the offset that was expected it would fit exactly what follows: its own is damaged.
        if (following == expected + (batch.NextOffset - batch.BaseOffset)) return false;
        if (following >= batch.NextOffset) _hasHoles = true;
        return _hasHoles;
    }

    private static long? FollowingOffset(Segment segment, long position, long fileByteCount)
    {
        Span<byte> buffer = stackalloc byte[RecordBatchFormat.HeaderByteCount];
        var scanner = new BatchScanner(segment.File, position, fileByteCount, buffer);
        return scanner.MoveNext() ? scanner.Header.BaseOffset : null;
    }
}
