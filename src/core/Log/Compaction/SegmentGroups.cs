using Levada.Log.Segments;

namespace Levada.Log.Compaction;

/// <summary>Decides which neighbouring segments become one: what fits a segment, its indexes and the offsets that indexes can hold.</summary>
internal static class SegmentGroups
{
    private const int BatchByteCountMin = 61;

    public static IReadOnlyList<IReadOnlyList<CleanedSegment>> Of(IReadOnlyList<CleanedSegment> segments, LogOptions options)
    {
        var groups = new List<IReadOnlyList<CleanedSegment>>();
        var group = new List<CleanedSegment>();
        long byteCount = 0;
        foreach (var segment in segments)
        {
            byteCount += segment.SizeBytes;
            if (group.Count > 0 && !Fits(group[0], segment, byteCount, options))
            {
                groups.Add(group);
                group = [];
                byteCount = segment.SizeBytes;
            }

            group.Add(segment);
        }

        if (group.Count > 0) groups.Add(group);
        return groups;
    }

    private static bool Fits(CleanedSegment first, CleanedSegment last, long byteCount, LogOptions options)
    {
        // An entry follows each interval at most, and the time index has the larger ones.
        var entryCountMax = byteCount / Math.Max(options.IndexIntervalBytes + 1L, BatchByteCountMin);
        return byteCount <= options.SegmentBytesMax
            && entryCountMax * TimeIndex.EntryByteCount <= options.IndexBytesMax
            && last.EndOffset - 1 - first.BaseOffset <= int.MaxValue;
    }
}
