using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>A partition with what sharing it between connections takes: its gate and its place in the flush queue.</summary>
internal sealed class HostedPartition : IThreadPoolWorkItem
{
    private readonly Flusher _flusher;
    private ErrorCode _unavailable;

    public HostedPartition(Partition partition, LogDirectoryHost directory, Flusher flusher)
    {
        _flusher = flusher;
        Partition = partition;
        Directory = directory;
        Hints = new HintWork(this);
    }

    /// <summary>Held for every touch of <see cref="Partition"/>; never while waiting, never while telling waiters.</summary>
    public Lock Gate { get; } = new();

    public Partition Partition { get; }
    public LogDirectoryHost Directory { get; }

    /// <summary>What the log would like the file system to know, on its way there.</summary>
    public HintWork Hints { get; }

    public TopicPartition Id => Partition.Log.Partition;

    /// <summary>Whether the partition was deleted or its directory is offline, and with which answer.</summary>
    /// <remarks>The directory is asked too: a partition may have been opened while its directory went offline.</remarks>
    public ErrorCode Unavailable => _unavailable == ErrorCode.None && Directory.IsOffline ? ErrorCode.KafkaStorageError : _unavailable;

    /// <summary>Owned by the flusher, under <see cref="Gate"/>.</summary>
    public FlushState FlushState { get; set; }

    /// <summary>The flush this partition stands in the queue for; the partition is its own work item, so queueing allocates nothing.</summary>
    void IThreadPoolWorkItem.Execute() => _flusher.Run(this);

    /// <summary>Ends every wait with an error and refuses what comes after.</summary>
    public void MakeUnavailable(ErrorCode error)
    {
        SatisfiedWaits waits;
        lock (Gate)
        {
            _unavailable = error;
            waits = Partition.Waits.TakeAll(error);
        }

        waits.Tell();
    }
}
