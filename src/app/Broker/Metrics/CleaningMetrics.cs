using Levada.Log.Compaction;

namespace Levada.Broker.Metrics;

/// <summary>What cleaning has come to lately.</summary>
internal sealed class CleaningMetrics
{
    private double _dirtyShareMax;
    private double _lastCleanSeconds;
    private double _recopyShare;

    /// <summary>The largest dirty share among the compacted logs when they were looked at last, 0 to 1.</summary>
    public double DirtyShareMax
    {
        get => Volatile.Read(ref _dirtyShareMax);
        set => Volatile.Write(ref _dirtyShareMax, value);
    }

    /// <summary>How long the last cleaning took.</summary>
    public double LastCleanSeconds => Volatile.Read(ref _lastCleanSeconds);

    /// <summary>How much of what it read the last cleaning wrote again, 0 to 1.</summary>
    public double RecopyShare => Volatile.Read(ref _recopyShare);

    public void OnCleaned(CleaningStats stats, long elapsedMs)
    {
        Volatile.Write(ref _lastCleanSeconds, elapsedMs / 1000.0);
        Volatile.Write(ref _recopyShare, stats.BytesRead == 0 ? 0 : (double)stats.BytesWritten / stats.BytesRead);
    }
}
