using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>A partition with what sharing it between connections takes: its gate and its place in the flush queue.</summary>
internal sealed class HostedPartition : IThreadPoolWorkItem
{
    private readonly Flusher _flusher;
    private ErrorCode _unavailable;
    private int _fileWorkCount;
    private TaskCompletionSource? _noFileWork;

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

    /// <summary>Whether somebody waits until nobody works on the partition's files.</summary>
    public bool IsFileWorkAwaited
    {
        get
        {
            lock (Gate) return _noFileWork is { Task.IsCompleted: false };
        }
    }

    /// <summary>Owned by the flusher, under <see cref="Gate"/>.</summary>
    public FlushState FlushState { get; set; }

    /// <summary>The flush this partition stands in the queue for; the partition is its own work item, so queueing allocates nothing.</summary>
    void IThreadPoolWorkItem.Execute() => _flusher.Run(this);

    /// <summary>Begins work on the files of an available partition, to be done outside its gate, which the caller holds now.</summary>
    /// <remarks>Until <see cref="EndFileWork"/> the directory keeps its name: work by path neither fails nor meets a successor's files.</remarks>
    public void BeginFileWorkUnderGate() => _fileWorkCount++;

    /// <summary>Takes the gate, which the caller may hold.</summary>
    public void EndFileWork()
    {
        lock (Gate)
        {
            if (--_fileWorkCount == 0) _noFileWork?.SetResult();
        }
    }

    /// <summary>Blocks until nobody works on the files of a partition that was made unavailable; its log is closed, which keeps that short.</summary>
    public void WaitForFileWork()
    {
        lock (Gate)
        {
            if (_fileWorkCount == 0) return;
            _noFileWork = new TaskCompletionSource();
        }

        _noFileWork.Task.Wait();
    }

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
