namespace Levada.Log;

/// <summary>An offset with the place of its batch on disk, so that nobody has to search for it.</summary>
/// <param name="Offset">The offset; for an end, the next one to be written.</param>
/// <param name="SegmentBaseOffset">The base offset of the segment it lies in, or -1 when the place is not known.</param>
/// <param name="FilePosition">Where its batch begins in that segment's file, in bytes.</param>
public readonly record struct LogPosition(long Offset, long SegmentBaseOffset, long FilePosition)
{
    public bool HasPlace => SegmentBaseOffset >= 0;

    /// <summary>An offset whose place is not known.</summary>
    public static LogPosition At(long offset) => new(offset, -1, 0);
}
