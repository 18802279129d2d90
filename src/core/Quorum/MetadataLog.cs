using System.Diagnostics.CodeAnalysis;
using Levada.Log;
using Levada.Protocol;

namespace Levada.Quorum;

/// <summary><c>__cluster_metadata-0</c>: an ordinary log, the snapshots that stand in for its beginning, and what both say about the voters.</summary>
internal sealed class MetadataLog : IDisposable
{
    private static readonly TopicPartition Partition = new("__cluster_metadata", 0);

    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private readonly QuorumOptions _options;
    private readonly List<SnapshotInfo> _snapshots = [];

    private MetadataLog(IFileSystem fileSystem, string directory, QuorumOptions options, PartitionLog log)
    {
        _fileSystem = fileSystem;
        _directory = directory;
        _options = options;
        Log = log;
        Reader = new MetadataLogReader(log);
    }

    public PartitionLog Log { get; }
    public MetadataLogReader Reader { get; }

    /// <summary>The newest snapshot's records; where replay begins.</summary>
    public Snapshot? Loaded { get; private set; }

    public QuorumVoters Voters { get; private set; }

    /// <summary>The newest epoch of any batch or snapshot; 0 in a new directory.</summary>
    public LeaderEpoch LastEpoch { get; private set; }

    /// <summary>Bytes of batches after the newest snapshot, when the log was opened.</summary>
    public long ReplayBytes { get; private set; }

    public SnapshotId? NewestSnapshot => _snapshots.Count > 0 ? _snapshots[^1].Id : null;

    /// <summary>Opens the log and reads its newest snapshot; an empty directory first gets a snapshot of what the caller gives.</summary>
    /// <param name="bootstrapValues">Framed metadata records.</param>
    /// <param name="newestEpoch">The newest epoch by <c>quorum-state</c>, or None: no batch can be of a later one.</param>
    /// <param name="refusal">One line saying why the directory cannot be used.</param>
    public static bool TryOpen(
        IFileSystem fileSystem, string directory, QuorumOptions options, IReadOnlyList<ReadOnlyMemory<byte>> bootstrapValues,
        LeaderEpoch newestEpoch, long nowMs,
        [NotNullWhen(true)] out MetadataLog? metadataLog, [NotNullWhen(false)] out string? refusal)
    {
        RemoveLeftovers(fileSystem, directory);
        var ids = ListSnapshots(fileSystem, directory);
        var start = new LogStart
        {
            TopicId = Uuid.MetadataTopic,
            LogStartOffset = ids.Count > 0 ? ids[0].EndOffset : 0,
            LeaderEpoch = newestEpoch,
            NowMs = nowMs,
        };
        metadataLog = null;
        if (!TryOpenLog(fileSystem, directory, options, start, out var log, out refusal)) return false;
        metadataLog = new MetadataLog(fileSystem, directory, options, log);
        if (ids.Count == 0 && log.LogEndOffset == 0) ids = [metadataLog.WriteBootstrap(bootstrapValues, nowMs)];
        refusal = metadataLog.LoadSnapshots(ids) ?? metadataLog.ScanLog();
        if (refusal is null) return true;
        metadataLog.Dispose();
        metadataLog = null;
        return false;
    }

    /// <summary>Starts a snapshot of the state that the caller has applied.</summary>
    public SnapshotWriter CreateSnapshot(SnapshotId id, long lastContainedTimestampMs, long nowMs) =>
        new(_fileSystem, _directory, id, Voters, lastContainedTimestampMs, nowMs);

    public void AddSnapshot(SnapshotWriter writer) =>
        _snapshots.Add(new SnapshotInfo(writer.Id, writer.SizeBytes, writer.LastContainedTimestampMs));

    /// <summary>Drops the snapshots that retention lets go and the log below the oldest that stays; null when nothing goes.</summary>
    public PendingTrim? Trim(long highWatermark, long nowMs)
    {
        var paths = new List<string>();
        for (var left = SnapshotPolicy.CountExpired(_options, _snapshots, Log.SizeBytes, nowMs); left > 0; left--)
        {
            var path = $"{_directory}/{_snapshots[0].Id.FileName}";
            var deletedPath = $"{_directory}/{_snapshots[0].Id.DeletedFileName}";
            _fileSystem.Rename(path, deletedPath);
            paths.Add(deletedPath);
            _snapshots.RemoveAt(0);
        }

        if (_snapshots.Count > 0) Log.AdvanceLogStart(_snapshots[0].Id.EndOffset);
        if (Log.ApplyRetention(nowMs, highWatermark).SegmentCount == 0) return paths.Count == 0 ? null : new PendingTrim(_fileSystem, null, paths);
        // The log begins at the oldest snapshot: those before it must be gone durably.
        _fileSystem.FlushDirectory(_directory);
        return new PendingTrim(_fileSystem, Log.DeleteExpired(), paths);
    }

    public void SetVoters(QuorumVoters voters) => Voters = voters;

    public void Dispose() => Log.Dispose();

    private static bool TryOpenLog(
        IFileSystem fileSystem, string directory, QuorumOptions options, LogStart start,
        [NotNullWhen(true)] out PartitionLog? log, [NotNullWhen(false)] out string? refusal)
    {
        log = null;
        refusal = null;
        try
        {
            log = PartitionLog.Open(fileSystem, directory, Partition, ToLogOptions(options), start);
        }
        catch (InvalidDataException mismatch)
        {
            refusal = mismatch.Message;
        }

        return log is not null;
    }

    private static LogOptions ToLogOptions(QuorumOptions options) => new()
    {
        SegmentBytesMax = options.SegmentBytesMax,
        SegmentMs = options.SegmentMsMax,
        // Snapshots decide what goes: the log drops only what lies below its start.
        RetentionMs = LogOptions.Unlimited,
        RetentionBytes = LogOptions.Unlimited,
        BatchBytesMax = options.BatchBytesMax,
        FileDeleteDelayMs = options.FileDeleteDelayMs,
        Durability = Durability.Disk,
        IsContiguous = true,
    };

    private static void RemoveLeftovers(IFileSystem fileSystem, string directory)
    {
        foreach (var name in fileSystem.ListFiles(directory))
        {
            var isLeftover = name.EndsWith(SnapshotId.PartSuffix, StringComparison.Ordinal)
                || name.EndsWith(SnapshotId.DeletedSuffix, StringComparison.Ordinal);
            if (isLeftover) fileSystem.DeleteFile($"{directory}/{name}");
        }
    }

    private static List<SnapshotId> ListSnapshots(IFileSystem fileSystem, string directory)
    {
        var ids = new List<SnapshotId>();
        foreach (var name in fileSystem.ListFiles(directory))
            if (SnapshotId.TryParse(name, out var id))
                ids.Add(id);
        ids.Sort();
        return ids;
    }

    private SnapshotId WriteBootstrap(IReadOnlyList<ReadOnlyMemory<byte>> values, long nowMs)
    {
        Voters = QuorumVoters.Only(_options);
        using var writer = CreateSnapshot(SnapshotId.Bootstrap, 0, nowMs);
        foreach (var value in values) writer.Append(value.Span);
        writer.Complete();
        return writer.Id;
    }

    private string? LoadSnapshots(List<SnapshotId> ids)
    {
        foreach (var id in ids)
        {
            using var file = _fileSystem.Open($"{_directory}/{id.FileName}", FileOpenMode.Existing);
            _snapshots.Add(new SnapshotInfo(id, file.Length, Snapshot.TryReadTimestamp(file) ?? 0));
        }

        if (NewestSnapshot is not { } newest) return null;
        if (Snapshot.TryRead(_fileSystem, _directory, newest) is not { } snapshot)
            return $"{_directory}/{newest.FileName} is damaged; restore it from a copy of this directory.";
        Loaded = snapshot;
        Voters = snapshot.Voters;
        LastEpoch = newest.Epoch;
        // A snapshot that was fetched from a leader may be ahead of the log: the log then continues behind it.
        if (Log.LogEndOffset < newest.EndOffset) Log.TruncateFullyAndStartAt(newest.EndOffset);
        return null;
    }

    private string? ScanLog()
    {
        var offset = Math.Max(Log.LogStartOffset, Loaded?.Id.EndOffset ?? 0);
        if (offset > (Loaded?.Id.EndOffset ?? 0))
            return $"{_directory}: the log begins at offset {offset} and no snapshot covers what was before; restore its .checkpoint files.";
        while (Reader.TryRead(offset, Log.LogEndOffset, out var batch))
        {
            if (BatchContent.TryRead(batch, offset) is not { } content) return $"{_directory}: the batch at offset {batch.BaseOffset} is malformed.";
            Voters = new QuorumVoters(content.KRaftVersion ?? Voters.KRaftVersion, content.Voters ?? Voters.Record);
            if (batch.PartitionLeaderEpoch > LastEpoch) LastEpoch = batch.PartitionLeaderEpoch;
            ReplayBytes += batch.SizeBytes;
            offset = batch.NextOffset;
        }

        Reader.Reset();
        return null;
    }
}
