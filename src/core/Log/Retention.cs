using Levada.Log.Segments;

namespace Levada.Log;

/// <summary>Decides how many of the oldest segments may go. Source: Kafka's order of log start, size and time.</summary>
internal static class Retention
{
    /// <returns>How many segments from the first on; all of them means that an empty one has to be begun.</returns>
    public static int CountExpired(LogState log, long nowMs, long highWatermark)
    {
        var count = CountWhile(log, 0, highWatermark, (_, endOffset, isLast) => !isLast && endOffset <= log.LogStartOffset);
        if (!log.Options.HasDeletePolicy) return count;
        count = CountBySize(log, count, highWatermark);
        return log.Options.RetentionMs < 0
            ? count
            : CountWhile(log, count, highWatermark, (segment, _, _) => nowMs - LargestTimestampMs(log, segment) > log.Options.RetentionMs);
    }

    private static int CountBySize(LogState log, int first, long highWatermark)
    {
        if (log.Options.RetentionBytes < 0) return first;
        var excess = -log.Options.RetentionBytes;
        for (var index = first; index < log.Segments.Count; index++) excess += log.Segments[index].SizeBytes;
        return CountWhile(log, first, highWatermark, (segment, _, _) =>
        {
            // Never below the limit: a segment goes only when what is left still reaches it.
            if (excess < segment.SizeBytes) return false;
            excess -= segment.SizeBytes;
            return true;
        });
    }

    private static int CountWhile(LogState log, int first, long highWatermark, Func<Segment, long, bool, bool> isExpired)
    {
        var index = first;
        for (; index < log.Segments.Count; index++)
        {
            var segment = log.Segments[index];
            var endOffset = log.Segments.EndOf(index, log.End.Offset);
            var isLast = index == log.Segments.Count - 1;
            if (highWatermark < endOffset || (isLast && segment.SizeBytes == 0) || !isExpired(segment, endOffset, isLast)) break;
        }

        return index;
    }

    public static long LargestTimestampMs(LogState log, Segment segment) =>
        segment.Latest.TimestampMs >= 0 ? segment.Latest.TimestampMs : log.FileSystem.LastWriteTimeMs(segment.File.Path);
}
