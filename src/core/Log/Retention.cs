using Levada.Log.Segments;

namespace Levada.Log;

/// <summary>Takes the oldest segments out of a log. Source: Kafka's order of log start, size and time.</summary>
/// <remarks>
/// In two steps, so that nobody waits for the disk under the log's lock. Between them the new log start is made durable outside it,
/// which lets a start after a crash drop what comes back of the old segments (<see cref="Recovery.LogRecovery"/>). Once the new names
/// are durable too (<see cref="PendingDeletion.FlushNames"/>), nothing hangs on the checkpoint any more.
/// </remarks>
internal sealed class Retention(LogState log, LogWriter writer)
{
    public static long LargestTimestampMs(LogState log, Segment segment) =>
        segment.Latest.TimestampMs >= 0 ? segment.Latest.TimestampMs : log.FileSystem.LastWriteTimeMs(segment.File.Path);

    /// <summary>Takes the expired segments out of the log; their files keep their names.</summary>
    public RetentionResult Apply(long nowMs, long highWatermark)
    {
        if (log.Segments.IsEmpty) return default;
        var count = CountExpired(nowMs, highWatermark);
        if (count == 0) return default;
        // Without any segment nothing would say where the offsets go on.
        if (count == log.Segments.Count) writer.Roll(nowMs);
        log.AdvanceStart(Math.Max(log.LogStartOffset, log.Segments[count].BaseOffset));
        long byteCount = 0;
        foreach (var segment in log.Segments.Remove(0, count))
        {
            log.Expired.Add(segment);
            log.Snapshots.Forget(segment.BaseOffset);
            byteCount += segment.SizeBytes;
        }

        // A snapshot from before the first batch would skip what lay between.
        log.Snapshots.KeepOnly(log.Segments[0].BaseOffset, log.End.Offset);
        return new(count, byteCount);
    }

    /// <summary>Renames the files of all that was taken out; the log start is durable.</summary>
    public PendingDeletion? DeleteExpired()
    {
        if (log.Expired.Count == 0) return null;
        var paths = new List<string>();
        foreach (var segment in log.Expired) paths.AddRange(segment.MarkDeleted());
        var deletion = new PendingDeletion(log.FileSystem, log.Directory, [.. log.Expired], paths);
        log.Expired.Clear();
        return deletion;
    }

    /// <returns>How many segments from the first on; all of them means that an empty one has to be begun.</returns>
    private int CountExpired(long nowMs, long highWatermark)
    {
        var count = CountWhile(0, highWatermark, (_, endOffset, isLast) => !isLast && endOffset <= log.LogStartOffset);
        if (!log.Options.HasDeletePolicy) return count;
        count = CountBySize(count, highWatermark);
        return log.Options.RetentionMs < 0
            ? count
            : CountWhile(count, highWatermark, (segment, _, _) => nowMs - LargestTimestampMs(log, segment) > log.Options.RetentionMs);
    }

    private int CountBySize(int first, long highWatermark)
    {
        if (log.Options.RetentionBytes < 0) return first;
        var excess = -log.Options.RetentionBytes;
        for (var index = first; index < log.Segments.Count; index++) excess += log.Segments[index].SizeBytes;
        return CountWhile(first, highWatermark, (segment, _, _) =>
        {
            // Never below the limit: a segment goes only when what is left still reaches it.
            if (excess < segment.SizeBytes) return false;
            excess -= segment.SizeBytes;
            return true;
        });
    }

    private int CountWhile(int first, long highWatermark, Func<Segment, long, bool, bool> isExpired)
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
}
