namespace Levada.Log.Compaction;

/// <summary>What cleaning a log would do now.</summary>
/// <param name="FirstDirtyOffset">Everything before it has been cleaned.</param>
/// <param name="FirstUncleanableOffset">Nothing from here on may be cleaned yet; the base of a segment.</param>
/// <param name="CleanBytes">Bytes of the segments that lie before the first dirty offset.</param>
/// <param name="DirtyBytes">Bytes of the segments that would be cleaned for the first time.</param>
/// <param name="IsOverdue">Whether a record has waited for longer than <c>max.compaction.lag.ms</c>.</param>
/// <param name="DirtyRatioMin">What <c>min.cleanable.dirty.ratio</c> asks for.</param>
public readonly record struct CleaningCandidate(
    long FirstDirtyOffset, long FirstUncleanableOffset, long CleanBytes, long DirtyBytes, bool IsOverdue, double DirtyRatioMin)
{
    /// <summary>The dirty share of what would be read, 0 to 1.</summary>
    public double DirtyRatio => DirtyBytes == 0 ? 0 : (double)DirtyBytes / (CleanBytes + DirtyBytes);

    /// <summary>Whether the log is to be cleaned.</summary>
    public bool IsDue => DirtyBytes > 0 && FirstUncleanableOffset > FirstDirtyOffset && (IsOverdue || DirtyRatio > DirtyRatioMin);
}
