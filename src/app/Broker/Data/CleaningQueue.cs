using Levada.Broker.Metrics;
using Levada.Log.Compaction;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>Chooses what to clean next: never a partition twice at once, nor one that turned out to be damaged.</summary>
internal sealed class CleaningQueue(PartitionRegistry partitions)
{
    private readonly Lock _gate = new();
    private readonly HashSet<HostedPartition> _inProgress = [];
    private readonly HashSet<HostedPartition> _deferred = [];
    private readonly HashSet<HostedPartition> _uncleanable = [];

    /// <summary>Whether any partition is compacted at all, and has more than one segment.</summary>
    public bool HasCandidates => partitions.Partitions.Any(hosted => hosted.Partition.Log is { Options.HasCompactPolicy: true, SegmentCount: > 1 });

    /// <summary>How many partitions of a directory cannot be cleaned.</summary>
    public int UncleanableCount(LogDirectoryHost directory)
    {
        lock (_gate) return _uncleanable.Count(hosted => hosted.Directory == directory && hosted.Unavailable == ErrorCode.None);
    }

    /// <summary>Takes the partition with the largest dirty share; it is to be given back with <see cref="Return"/>.</summary>
    public HostedPartition? TakeDirtiest(long nowMs, CleaningMetrics metrics)
    {
        lock (_gate)
        {
            (HostedPartition? Hosted, double Ratio) best = (null, -1);
            var ratioMax = 0.0;
            foreach (var hosted in partitions.Partitions)
            {
                if (!hosted.Partition.Log.Options.HasCompactPolicy || IsExcluded(hosted)) continue;
                var candidate = Examine(hosted, nowMs);
                ratioMax = Math.Max(ratioMax, candidate.DirtyRatio);
                if (candidate.IsDue && candidate.DirtyRatio > best.Ratio) best = (hosted, candidate.DirtyRatio);
            }

            metrics.DirtyShareMax = ratioMax;
            if (best.Hosted is not null) _inProgress.Add(best.Hosted);
            return best.Hosted;
        }
    }

    /// <summary>Another round: what was deferred may be tried again.</summary>
    public void BeginRound()
    {
        lock (_gate) _deferred.Clear();
    }

    public void Return(HostedPartition hosted, CleaningOutcome outcome)
    {
        lock (_gate)
        {
            _inProgress.Remove(hosted);
            _uncleanable.RemoveWhere(known => known.Unavailable != ErrorCode.None);
            if (outcome == CleaningOutcome.Damaged) _uncleanable.Add(hosted);
            if (outcome == CleaningOutcome.Deferred) _deferred.Add(hosted);
        }
    }

    private bool IsExcluded(HostedPartition hosted) =>
        _inProgress.Contains(hosted) || _deferred.Contains(hosted) || _uncleanable.Contains(hosted);

    private static CleaningCandidate Examine(HostedPartition hosted, long nowMs)
    {
        try
        {
            lock (hosted.Gate)
            {
                return hosted.Unavailable == ErrorCode.None
                    ? hosted.Partition.Log.Compaction.Examine(nowMs, hosted.Partition.LastStablePosition.Offset)
                    : default;
            }
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
            return default;
        }
    }
}
