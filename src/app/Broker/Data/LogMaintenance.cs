using Levada.Log;
using Levada.Metadata.Configs;
using Levada.Protocol;
using Levada.Runtime;

namespace Levada.Broker.Data;

/// <summary>What logs need from time to time: retention, checkpoints, flushes by age, forgotten producers.</summary>
internal sealed class LogMaintenance(
    PartitionRegistry partitions, LogDirectories directories, DelayedDeletions deletions, Flusher flusher, TimerQueue timers, WorkerPool workers, BrokerClock clock)
{
    // Kafka lets minutes pass; ours bounds what a restart has to read.
    private const long CheckpointIntervalMs = 5_000;
    private const long FlushAgeIntervalMs = 1_000;
    private const long GrowthIntervalMs = 250;
    private const long CheckpointBytes = 64 * 1024 * 1024;
    private readonly Lock _checkpointGate = new();

    public void Start(BrokerConfig config)
    {
        foreach (var directory in directories.Online) deletions.Later(directory.DeleteLeftovers, delayMs: 0);
        Every(CheckpointIntervalMs, Checkpoint);
        Every(GrowthIntervalMs, CheckpointGrown);
        Every(FlushAgeIntervalMs, FlushOverdue);
        Every(config.LogRetentionCheckIntervalMs, ApplyRetention);
        Every(config.ProducerIdExpirationCheckIntervalMs, RemoveExpiredProducers);
    }

    /// <summary>Moves the recovery points of logs that have grown, and writes the checkpoints of every directory.</summary>
    public void Checkpoint()
    {
        lock (_checkpointGate)
        {
            foreach (var hosted in partitions.Partitions) Guarded(hosted, MoveRecoveryPoint);
            foreach (var directory in directories.Online) WriteCheckpoints(directory);
        }
    }

    /// <summary>Makes new log start offsets durable.</summary>
    public void CheckpointLogStartOffsets()
    {
        lock (_checkpointGate)
        {
            foreach (var directory in directories.Online) Guarded(directory, () => directory.WriteLogStartOffsets(Hosted(directory)));
        }
    }

    /// <summary>Flushes and closes the logs of a directory, and writes its checkpoints a last time.</summary>
    /// <exception cref="IOException">The disk failed: the shutdown is not clean.</exception>
    public void CloseLogs(LogDirectoryHost directory)
    {
        lock (_checkpointGate)
        {
            var hosted = Hosted(directory);
            foreach (var partition in hosted)
            {
                lock (partition.Gate) partition.Partition.Log.Close();
            }

            directory.WriteCheckpoints(hosted);
        }
    }

    /// <summary>Takes the expired segments out of all logs; their log starts go to disk together, before any file is renamed.</summary>
    public void ApplyRetention()
    {
        var expiring = new List<HostedPartition>();
        foreach (var hosted in partitions.Partitions) Guarded(hosted, partition => ApplyRetention(partition, expiring));
        if (expiring.Count == 0) return;
        CheckpointLogStartOffsets();
        foreach (var hosted in expiring) Guarded(hosted, DeleteExpired);
    }

    private void ApplyRetention(HostedPartition hosted, List<HostedPartition> expiring)
    {
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return;
            if (hosted.Partition.Log.ApplyRetention(clock.NowMs, hosted.Partition.HighWatermark).SegmentCount > 0) expiring.Add(hosted);
        }
    }

    private void DeleteExpired(HostedPartition hosted)
    {
        PendingDeletion? deletion;
        long delayMs;
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return;
            deletion = hosted.Partition.Log.DeleteExpired();
            delayMs = hosted.Partition.Log.Options.FileDeleteDelayMs;
            if (deletion is null) return;
            hosted.BeginFileWorkUnderGate();
        }

        try
        {
            deletion.FlushNames();
        }
        finally
        {
            hosted.EndFileWork();
        }

        deletions.Delete(deletion, delayMs);
    }

    /// <summary>What <c>flush.ms</c> asks for.</summary>
    private void FlushOverdue()
    {
        foreach (var hosted in partitions.Partitions)
        {
            // The default is never; most partitions are passed by without their gate.
            if (hosted.Partition.Log.Options.FlushMs == long.MaxValue) continue;
            lock (hosted.Gate)
            {
                if (hosted.Unavailable == ErrorCode.None && hosted.Partition.Log.IsFlushOverdue(clock.NowMs)) flusher.RequestUnderGate(hosted);
            }
        }
    }

    /// <summary>Bounds what a restart after a crash has to read of a partition that grows fast.</summary>
    private void CheckpointGrown()
    {
        lock (_checkpointGate)
        {
            var grown = partitions.Partitions.Where(IsGrown).ToArray();
            foreach (var hosted in grown) Guarded(hosted, MoveRecoveryPoint);
            foreach (var directory in grown.Select(hosted => hosted.Directory).Distinct()) WriteCheckpoints(directory);
        }
    }

    private static bool IsGrown(HostedPartition hosted)
    {
        lock (hosted.Gate) return hosted.Unavailable == ErrorCode.None && hosted.Partition.Log.BytesSinceCheckpoint >= CheckpointBytes;
    }

    private void RemoveExpiredProducers()
    {
        foreach (var hosted in partitions.Partitions)
        {
            lock (hosted.Gate) hosted.Partition.Log.RemoveExpiredProducers(clock.NowMs);
        }
    }

    private static void MoveRecoveryPoint(HostedPartition hosted)
    {
        PendingCheckpoint? checkpoint;
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None || !hosted.Partition.Log.TryBeginCheckpoint(out checkpoint)) return;
            hosted.BeginFileWorkUnderGate();
        }

        try
        {
            checkpoint.Run();
        }
        finally
        {
            // Completing deletes old snapshots, by their paths.
            lock (hosted.Gate) hosted.Partition.Log.CompleteCheckpoint(checkpoint);
            hosted.EndFileWork();
        }

        Replication.SatisfiedWaits waits;
        lock (hosted.Gate) waits = hosted.Partition.AdvanceHighWatermark();
        waits.Tell();
    }

    /// <summary>Writes the checkpoints of a directory as its logs have them now.</summary>
    public void WriteCheckpoints(LogDirectoryHost directory) =>
        Guarded(directory, () => directory.WriteCheckpoints(Hosted(directory)));

    private HostedPartition[] Hosted(LogDirectoryHost directory) =>
        [.. partitions.Partitions.Where(hosted => hosted.Directory == directory && hosted.Unavailable == ErrorCode.None)];

    private static void Guarded(HostedPartition hosted, Action<HostedPartition> work) => Guarded(hosted.Directory, () => work(hosted));

    private static void Guarded(LogDirectoryHost directory, Action work)
    {
        if (directory.IsOffline) return;
        try
        {
            work();
        }
        catch (IOException e)
        {
            directory.GoOffline(e);
        }
    }

    private void Every(long intervalMs, Action work) => timers.Arm(new Periodic(timers, workers, intervalMs, work), intervalMs);

    /// <summary>Runs on a worker thread, and is armed again only when it has run: a slow disk is not asked twice.</summary>
    private sealed class Periodic(TimerQueue timers, WorkerPool workers, long intervalMs, Action work) : TimerEntry
    {
        // A timer that becomes due while the broker ends finds the threads gone.
        protected override void OnDue() => workers.TryEnqueue(new Run(this));

        private sealed class Run(Periodic periodic) : IThreadPoolWorkItem
        {
            public void Execute() => periodic.Execute();
        }

        private void Execute()
        {
            work();
            timers.Arm(this, intervalMs);
        }
    }
}
