namespace Levada.Quorum;

/// <summary>Decides when a snapshot is due and which ones may go. Pure: sizes and times are arguments.</summary>
internal static class SnapshotPolicy
{
    /// <summary>Whether the log has grown enough, or enough time has passed, since the last snapshot.</summary>
    /// <param name="newBytes">Bytes of committed records after the last snapshot.</param>
    /// <param name="sinceLastMs">Milliseconds since the last snapshot or since the log was opened.</param>
    public static bool IsDue(QuorumOptions options, long newBytes, long sinceLastMs) =>
        newBytes > 0
        && (newBytes >= options.SnapshotBytesBetweenMax || (options.SnapshotIntervalMs > 0 && sinceLastMs >= options.SnapshotIntervalMs));

    /// <summary>How many of the oldest snapshots retention lets go; the newest always stays.</summary>
    /// <param name="snapshots">Oldest first.</param>
    /// <param name="logBytes">The size of the log.</param>
    public static int CountExpired(QuorumOptions options, IReadOnlyList<SnapshotInfo> snapshots, long logBytes, long nowMs)
    {
        var totalBytes = logBytes;
        foreach (var snapshot in snapshots) totalBytes += snapshot.SizeBytes;
        var count = 0;
        for (; count < snapshots.Count - 1; count++)
        {
            var isTooMuch = options.RetentionBytesMax >= 0 && totalBytes > options.RetentionBytesMax;
            var isTooOld = options.RetentionMsMax >= 0 && nowMs - snapshots[count].LastContainedTimestampMs > options.RetentionMsMax;
            if (!isTooMuch && !isTooOld) break;
            totalBytes -= snapshots[count].SizeBytes;
        }

        return count;
    }
}
