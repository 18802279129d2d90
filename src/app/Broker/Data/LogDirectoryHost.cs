using Levada.Log;
using Levada.Log.Directories;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>One log directory while the broker runs: its checkpoints, and whether it is online; the first I/O error takes it offline for good.</summary>
internal sealed class LogDirectoryHost(LogDirectory directory, Action<LogDirectoryHost, Exception> onOffline) : IDisposable
{
    private static readonly string[] s_checkpoints =
        [OffsetCheckpoint.RecoveryPoints, OffsetCheckpoint.HighWatermarks, OffsetCheckpoint.LogStartOffsets, OffsetCheckpoint.CleanerOffsets];

    private readonly Dictionary<TopicPartition, long> _recoveryPoints = directory.ReadCheckpoint(OffsetCheckpoint.RecoveryPoints);
    private readonly Dictionary<TopicPartition, long> _logStartOffsets = directory.ReadCheckpoint(OffsetCheckpoint.LogStartOffsets);
    private readonly Dictionary<TopicPartition, long> _cleanedOffsets = directory.ReadCheckpoint(OffsetCheckpoint.CleanerOffsets);
    private readonly Dictionary<TopicPartition, PartitionDirectory> _onDisk = directory.ListPartitions()
        .Where(found => found.Kind == PartitionDirectoryKind.Live)
        .ToDictionary(found => found.Partition);
    private readonly Lock _checkpointGate = new();
    private readonly Dictionary<string, Dictionary<TopicPartition, long>> _written = [];

    private int _isOffline;
    private int _partitionCount;

    public string Path => directory.Path;
    public Uuid Id => directory.Meta?.DirectoryId ?? Uuid.Zero;
    public bool IsOffline => Volatile.Read(ref _isOffline) != 0;

    /// <summary>How many partitions were given to it.</summary>
    public int PartitionCount => Volatile.Read(ref _partitionCount);

    /// <summary>Whether the directory has files of a partition from before this start.</summary>
    public bool HasFilesOf(TopicPartition id) => _onDisk.ContainsKey(id);

    public void AddPartition() => Interlocked.Increment(ref _partitionCount);

    public string PathOf(TopicPartition id) => directory.PathOf(id);

    /// <summary>What the last run has left behind about a partition.</summary>
    public LogStart StartOf(TopicPartition id, Uuid topicId, LeaderEpoch leaderEpoch, long nowMs) => new()
    {
        TopicId = topicId,
        LeaderEpoch = leaderEpoch,
        RecoveryPoint = _recoveryPoints.GetValueOrDefault(id),
        LogStartOffset = _logStartOffsets.GetValueOrDefault(id),
        CleanedOffset = _cleanedOffsets.GetValueOrDefault(id),
        IsClean = directory.WasCleanlyShutDown,
        NowMs = nowMs,
    };

    /// <summary>Sets aside what lies here under a name that now belongs to another topic, or to none.</summary>
    public void SetAsideStrays(Func<TopicPartition, Uuid?> topicIdOf, BrokerRandom random, BrokerLog log)
    {
        foreach (var (id, found) in _onDisk.ToArray())
        {
            if (topicIdOf(id) is { } wanted && (found.TopicId ?? wanted) == wanted) continue;
            _onDisk.Remove(id);
            _recoveryPoints.Remove(id);
            _logStartOffsets.Remove(id);
            _cleanedOffsets.Remove(id);
            if (directory.MarkStray(id, random.NextUuid()) is { } path) log.Warn($"The cluster does not know {id}; its files were set aside as {path}");
        }
    }

    /// <summary>Renames a deleted partition's directory; null when it never had one.</summary>
    public string? MarkDeleted(TopicPartition id, Uuid unique)
    {
        Interlocked.Decrement(ref _partitionCount);
        return directory.MarkDeleted(id, unique);
    }

    /// <summary>Deletes what an earlier run has marked as deleted and did not live to delete; blocks.</summary>
    public void DeleteLeftovers()
    {
        foreach (var found in directory.ListPartitions().Where(found => found.Kind == PartitionDirectoryKind.Deleted))
            DeletePartition(found.Path);
    }

    /// <summary>
    /// Takes deleted partitions out of the checkpoints, durably: a new topic of the same name must not begin with the old one's offsets.
    /// </summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Forget(IReadOnlyCollection<TopicPartition> deleted)
    {
        foreach (var id in deleted)
        {
            _onDisk.Remove(id);
            _recoveryPoints.Remove(id);
            _logStartOffsets.Remove(id);
            _cleanedOffsets.Remove(id);
        }

        lock (_checkpointGate)
        {
            foreach (var name in s_checkpoints)
            {
                var left = new Dictionary<TopicPartition, long>(_written.GetValueOrDefault(name) ?? directory.ReadCheckpoint(name));
                var count = left.Count;
                foreach (var id in deleted) left.Remove(id);
                if (left.Count < count) WriteUnderGate(name, left);
            }
        }
    }

    public void DeletePartition(string path) => directory.DeletePartition(path);

    public void WriteLogStartOffsets(IEnumerable<HostedPartition> hosted) =>
        Write(OffsetCheckpoint.LogStartOffsets, hosted, partition => partition.Log.LogStartOffset > 0 ? partition.Log.LogStartOffset : null);

    public void WriteCheckpoints(IReadOnlyCollection<HostedPartition> hosted)
    {
        Write(OffsetCheckpoint.RecoveryPoints, hosted, partition => partition.Log.LogEndOffset > 0 ? partition.Log.RecoveryPoint : null);
        Write(OffsetCheckpoint.HighWatermarks, hosted, partition => partition.Log.LogEndOffset > 0 ? partition.HighWatermark : null);
        WriteLogStartOffsets(hosted);
        Write(OffsetCheckpoint.CleanerOffsets, hosted, partition => partition.Log.Compaction.CleanedOffset is > 0 and var offset ? offset : null);
    }

    public void MarkCleanShutdown(BrokerEpoch epoch) => directory.MarkCleanShutdown(epoch);

    /// <summary>The room of the file system the directory lies on; -1 where it cannot be told.</summary>
    public (long TotalBytes, long UsableBytes) MeasureSpace()
    {
        try
        {
            var drive = new DriveInfo(System.IO.Path.GetFullPath(Path));
            return (drive.TotalSize, drive.AvailableFreeSpace);
        }
        catch (IOException)
        {
            return (-1, -1);
        }
    }

    /// <summary>Called from whichever thread met the error; the consequences are drawn once.</summary>
    public void GoOffline(Exception reason)
    {
        if (Interlocked.Exchange(ref _isOffline, 1) != 0) return;
        directory.MarkOffline();
        onOffline(this, reason);
    }

    public void Dispose() => directory.Dispose();

    private void Write(string name, IEnumerable<HostedPartition> hosted, Func<Replication.Partition, long?> offsetOf)
    {
        lock (_checkpointGate)
        {
            var offsets = new Dictionary<TopicPartition, long>();
            foreach (var partition in hosted)
            {
                long? offset;
                lock (partition.Gate) offset = partition.Unavailable == ErrorCode.None ? offsetOf(partition.Partition) : null;
                if (offset is { } known) offsets.Add(partition.Id, known);
            }

            // An idle broker must not wake the disk every few seconds.
            if (_written.TryGetValue(name, out var before) && before.Count == offsets.Count && !before.Except(offsets).Any()) return;
            WriteUnderGate(name, offsets);
        }
    }

    private void WriteUnderGate(string name, Dictionary<TopicPartition, long> offsets)
    {
        directory.WriteCheckpoint(name, offsets);
        _written[name] = offsets;
    }
}
