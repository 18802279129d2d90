using Levada.Broker.Metrics;
using Levada.Log.Compaction;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>One cleaning of one partition: the work outside its gate, the replacement of segments under it.</summary>
internal sealed class CleaningRun(
    HostedPartition hosted, CleaningQueue queue, LogMaintenance maintenance, DelayedDeletions deletions, BrokerClock clock, BrokerLog log, CleaningMetrics metrics)
{
    private readonly long _startMs = clock.NowMs;
    private CleaningOutcome _outcome = CleaningOutcome.Deferred;

    /// <param name="pace">Told the bytes of each step; waits if that was too much.</param>
    public void Run(CleaningOptions options, Action<long> pace, CancellationToken stopping)
    {
        try
        {
            // The recovery point that cleaning relies on must be on disk before a segment is replaced.
            maintenance.WriteCheckpoints(hosted.Directory);
            using var cleaning = Begin(options);
            if (cleaning is null) return;
            Guarded(cleaning, () => Clean(cleaning, pace, stopping));
            if (cleaning.State == CleaningState.Done) Complete(cleaning);
        }
        catch (IOException e)
        {
            if (hosted.Unavailable == ErrorCode.None) hosted.Directory.GoOffline(e);
        }
        finally
        {
            queue.Return(hosted, _outcome);
        }
    }

    private LogCleaning? Begin(CleaningOptions options)
    {
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return null;
            var compaction = hosted.Partition.Log.Compaction;
            var candidate = compaction.Examine(_startMs, hosted.Partition.LastStablePosition.Offset);
            return candidate.IsDue ? compaction.Begin(candidate, options, _startMs) : null;
        }
    }

    private void Clean(LogCleaning cleaning, Action<long> pace, CancellationToken stopping)
    {
        while (cleaning.State is CleaningState.Working or CleaningState.ReadyToReplace or CleaningState.ReadyToPublish)
        {
            if (hosted.Unavailable != ErrorCode.None || (!cleaning.IsReplacing && IsUnwanted(stopping))) cleaning.Abandon("It was stopped.");
            else if (cleaning.State == CleaningState.Working) pace(cleaning.Step());
            else Replace(cleaning);
        }

        if (cleaning.IsOutOfRoom) log.Warn($"{hosted.Id} could not be cleaned: {cleaning.Reason}");
    }

    private bool IsUnwanted(CancellationToken stopping) => stopping.IsCancellationRequested || !hosted.Partition.Log.Options.HasCompactPolicy;

    /// <summary>Under the gate nothing waits for the disk: files are renamed here, and made durable in a step.</summary>
    private void Replace(LogCleaning cleaning)
    {
        Log.PendingDeletion? deletion;
        long delayMs;
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return;
            var compaction = hosted.Partition.Log.Compaction;
            deletion = cleaning.State == CleaningState.ReadyToReplace ? compaction.Replace(cleaning) : compaction.Publish(cleaning);
            delayMs = hosted.Partition.Log.Options.FileDeleteDelayMs;
        }

        if (deletion is not null) deletions.Delete(deletion, delayMs);
    }

    private void Complete(LogCleaning cleaning)
    {
        _outcome = CleaningOutcome.Cleaned;
        lock (hosted.Gate) hosted.Partition.Log.Compaction.Complete(cleaning);
        metrics.OnCleaned(cleaning.Stats, clock.NowMs - _startMs);
        if (cleaning.Stats.KeylessRecords > 0) log.Warn($"{hosted.Id} had {cleaning.Stats.KeylessRecords} records without a key; cleaning has removed them");
        maintenance.WriteCheckpoints(hosted.Directory);
    }

    /// <summary>What goes wrong because the log was truncated or deleted in the meantime means nothing.</summary>
    private void Guarded(LogCleaning cleaning, Action clean)
    {
        try
        {
            clean();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ObjectDisposedException)
        {
            if (!IsCurrent(cleaning)) return;
            if (e is IOException) throw;
            _outcome = CleaningOutcome.Damaged;
            log.Warn($"{hosted.Id} cannot be cleaned, and is left as it is until the next start: {e.Message}");
            cleaning.Abandon(e.Message);
        }
    }

    private bool IsCurrent(LogCleaning cleaning)
    {
        lock (hosted.Gate) return hosted.Unavailable == ErrorCode.None && hosted.Partition.Log.Compaction.IsCurrent(cleaning);
    }
}
