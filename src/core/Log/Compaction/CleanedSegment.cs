using Levada.Log.Segments;

namespace Levada.Log.Compaction;

/// <summary>A segment as a cleaning found it; if it is not the same in the end, the cleaning is void.</summary>
/// <param name="EndOffset">The base of the segment after it.</param>
internal readonly record struct CleanedSegment(Segment Segment, IFile File, long BaseOffset, long EndOffset, long SizeBytes)
{
    public static CleanedSegment Of(Segment segment, long endOffset) =>
        new(segment, segment.File, segment.BaseOffset, endOffset, segment.SizeBytes);
}
