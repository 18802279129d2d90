using System.Diagnostics.CodeAnalysis;
using Levada.Log;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>One voter of the metadata quorum (KRaft), so far the only one: every call is a step, with time and disk as arguments.</summary>
/// <remarks>
/// One owner at a time; only a <see cref="PendingFlush"/> and a <see cref="SnapshotWriter"/> may run elsewhere meanwhile. The
/// round is: <see cref="TryOpen"/>, <see cref="Start"/>, then again and again <see cref="Append"/>, <see cref="TryBeginFlush"/>,
/// run it, <see cref="CompleteFlush"/>, and <see cref="TryReadCommitted"/> until it has no more. Nothing is applied before it is
/// committed, and with one voter that is when it is flushed. An <see cref="IOException"/> from any call means that the directory
/// is to be taken offline. Source: KIP-595, KIP-630, KIP-853.
/// </remarks>
public sealed class QuorumNode : IDisposable
{
    private readonly MetadataLog _metadata;
    private readonly QuorumStateFile _stateFile;
    private readonly QuorumOptions _options;
    private readonly ControlBatchWriter _control = new();
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _batch = new();
    private int _deliveredSnapshotBatches;
    private long _epochStartOffset = -1;
    private LeaderEpoch _appliedEpoch;
    private long _appliedTimestampMs;
    private long _bytesSinceSnapshot;
    private long _lastSnapshotMs;

    private QuorumNode(MetadataLog metadata, QuorumStateFile stateFile, QuorumOptions options, LeaderEpoch epoch, long nowMs)
    {
        _metadata = metadata;
        _stateFile = stateFile;
        _options = options;
        _lastSnapshotMs = nowMs;
        Epoch = epoch;
        AppliedEndOffset = metadata.Loaded?.Id.EndOffset ?? 0;
        _appliedEpoch = metadata.Loaded?.Id.Epoch ?? new LeaderEpoch(0);
        _appliedTimestampMs = metadata.Loaded?.LastContainedTimestampMs ?? 0;
    }

    /// <summary>The newest epoch this node knows; its own once it has started.</summary>
    public LeaderEpoch Epoch { get; private set; }

    /// <summary>Whether this node leads: the first batch of its epoch is committed.</summary>
    public bool IsLeader => HighWatermark > _epochStartOffset && _epochStartOffset >= 0;

    /// <summary>Everything below is committed (exclusive); -1 until this node's epoch has begun.</summary>
    public long HighWatermark { get; private set; } = -1;

    /// <summary>Everything below has been given out by <see cref="TryReadCommitted"/> (exclusive).</summary>
    public long AppliedEndOffset { get; private set; }

    public long LogStartOffset => _metadata.Log.LogStartOffset;
    public long LogEndOffset => _metadata.Log.LogEndOffset;
    public long FlushedEndOffset => _metadata.Log.FlushedEndOffset;

    /// <summary>The log without its snapshots, in bytes.</summary>
    public long LogSizeBytes => _metadata.Log.SizeBytes;

    public SnapshotId? NewestSnapshot => _metadata.NewestSnapshot;

    public int NodeId => _options.NodeId;

    /// <summary>1 where the log names the voters, 0 where the configuration does.</summary>
    public short KRaftVersion => _metadata.Voters.KRaftVersion;

    /// <summary>The directory by which the voters know this node's log.</summary>
    public Uuid DirectoryId => _options.DirectoryId;

    /// <summary>The log itself, for what only reads it.</summary>
    public PartitionLog Log => _metadata.Log;

    /// <summary>Opens a metadata directory, and makes it if it is not there.</summary>
    /// <param name="directory">The partition's directory, <c>__cluster_metadata-0</c> in a log directory that exists.</param>
    /// <param name="bootstrapValues">The framed metadata records that an empty directory begins with.</param>
    /// <param name="refusal">One line for the user, saying why this node cannot use the directory.</param>
    /// <exception cref="IOException">The disk failed.</exception>
    public static bool TryOpen(
        IFileSystem fileSystem, string directory, QuorumOptions options, IReadOnlyList<ReadOnlyMemory<byte>> bootstrapValues, long nowMs,
        [NotNullWhen(true)] out QuorumNode? node, [NotNullWhen(false)] out string? refusal)
    {
        node = null;
        // Before anything is written: a node of a larger quorum must not format a directory for itself.
        refusal = new QuorumVoters(0, null).FindRefusal(options);
        if (refusal is not null) return false;
        CreateDirectory(fileSystem, directory);
        var stateFile = new QuorumStateFile(fileSystem, directory);
        if (!stateFile.TryRead(out var state))
        {
            refusal = $"{directory}/quorum-state is damaged; restore it from a copy of this directory.";
            return false;
        }

        var newestEpoch = state == QuorumState.Unknown ? LeaderEpoch.None : state.LeaderEpoch;
        if (!MetadataLog.TryOpen(fileSystem, directory, options, bootstrapValues, newestEpoch, nowMs, out var metadata, out refusal)) return false;
        refusal = metadata.Voters.FindRefusal(options);
        if (refusal is not null)
        {
            metadata.Dispose();
            return false;
        }

        var epoch = state.LeaderEpoch > metadata.LastEpoch ? state.LeaderEpoch : metadata.LastEpoch;
        node = new QuorumNode(metadata, stateFile, options, epoch, nowMs);
        return true;
    }

    /// <summary>Votes for itself in the next epoch, which survives from here on, and appends the epoch's first batch.</summary>
    /// <remarks>No election time-out is waited for: a quorum of one elects itself. It leads once that batch is flushed.</remarks>
    public void Start(long nowMs)
    {
        if (_epochStartOffset >= 0) throw new InvalidOperationException("A node starts once.");
        Epoch = new LeaderEpoch(checked(Epoch.Value + 1));
        var kraftVersion = _metadata.Voters.KRaftVersion;
        _stateFile.Write(new QuorumState(-1, Epoch, _options.NodeId, _options.DirectoryId), kraftVersion);
        QuorumVoters? changed = kraftVersion > 0 && !_metadata.Voters.IsCurrentFor(_options) ? QuorumVoters.Only(_options) : null;
        _batch.Clear();
        _control.WriteEpochStart(_batch, Epoch, _options.NodeId, changed, nowMs);
        var result = AppendBatch(nowMs);
        if (result.Error != ErrorCode.None) throw new IOException($"The metadata log refused its leader's first batch: {result.Reason ?? result.Error.ToString()}");
        _epochStartOffset = result.BaseOffset;
        if (changed is { } voters) _metadata.SetVoters(voters);
    }

    /// <summary>Appends records that take effect together, as one batch. They are not committed before a flush.</summary>
    /// <param name="values">Framed metadata records.</param>
    public QuorumAppend Append(IReadOnlyList<ReadOnlyMemory<byte>> values, long nowMs)
    {
        if (!IsLeader) return QuorumAppend.Refuse(ErrorCode.NotController);
        if (values.Count == 0) return new QuorumAppend(ErrorCode.None, LogEndOffset, LogEndOffset - 1);
        _builder.Start(new RecordBatchOptions { PartitionLeaderEpoch = Epoch });
        foreach (var value in values)
        {
            _builder.Append(nowMs, NullableBytes.Null, value.Span);
            if (_builder.UncompressedSizeBytes > _options.BatchBytesMax) return QuorumAppend.Refuse(ErrorCode.RecordListTooLarge);
        }

        _batch.Clear();
        _builder.Build(_batch);
        var result = AppendBatch(nowMs);
        return new QuorumAppend(result.Error, result.BaseOffset, result.LastOffset);
    }

    /// <summary>What to run, away from the owner, before what was appended can be committed; false when nothing waits for a flush.</summary>
    public bool TryBeginFlush([NotNullWhen(true)] out PendingFlush? flush) => _metadata.Log.TryBeginFlush(out flush);

    /// <summary>Takes back a flush that has been run; the high watermark follows it.</summary>
    public void CompleteFlush(PendingFlush flush)
    {
        _metadata.Log.CompleteFlush(flush);
        // KRaft commits the log of earlier epochs only with a batch of the leader's own behind it.
        if (_epochStartOffset >= 0 && FlushedEndOffset > _epochStartOffset) HighWatermark = FlushedEndOffset;
    }

    /// <summary>The next committed batch to apply, in log order: the snapshot's first, then the log's.</summary>
    /// <remarks>Control batches only move <see cref="AppliedEndOffset"/>.</remarks>
    public bool TryReadCommitted([NotNullWhen(true)] out MetadataBatch? batch)
    {
        batch = null;
        if (_metadata.Loaded is { } snapshot && _deliveredSnapshotBatches < snapshot.Batches.Count)
        {
            batch = snapshot.Batches[_deliveredSnapshotBatches++];
            return true;
        }

        while (batch is null && _metadata.Reader.TryRead(AppliedEndOffset, HighWatermark, out var read)) batch = Deliver(read);
        return batch is not null;
    }

    /// <summary>Whether enough was committed, or enough time has passed, for another snapshot.</summary>
    public bool IsSnapshotDue(long nowMs) => SnapshotPolicy.IsDue(_options, _bytesSinceSnapshot, nowMs - _lastSnapshotMs);

    /// <summary>Starts a snapshot of the state up to <see cref="AppliedEndOffset"/>, which the caller then writes; null if there is nothing new.</summary>
    public SnapshotWriter? BeginSnapshot(long nowMs)
    {
        if (NewestSnapshot is { } newest && newest.EndOffset >= AppliedEndOffset) return null;
        _bytesSinceSnapshot = 0;
        _lastSnapshotMs = nowMs;
        return _metadata.CreateSnapshot(new SnapshotId(AppliedEndOffset, _appliedEpoch), _appliedTimestampMs, nowMs);
    }

    /// <summary>Counts a snapshot whose <see cref="SnapshotWriter.Complete"/> has returned.</summary>
    public void CompleteSnapshot(SnapshotWriter writer) => _metadata.AddSnapshot(writer);

    /// <summary>Drops old snapshots and the log below the oldest that stays, by <c>metadata.max.retention.*</c>.</summary>
    /// <returns>What to delete later; null when nothing goes.</returns>
    public PendingTrim? Trim(long nowMs) => _metadata.Trim(HighWatermark, nowMs);

    /// <summary>Closes the log so that everything is on disk; no flush and no snapshot may be under way.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Close()
    {
        _metadata.Log.Close();
        Dispose();
    }

    /// <summary>Closes the files as they are.</summary>
    public void Dispose()
    {
        _metadata.Dispose();
        _builder.Release();
        _batch.Release();
    }

    private static void CreateDirectory(IFileSystem fileSystem, string directory)
    {
        if (fileSystem.DirectoryExists(directory)) return;
        fileSystem.CreateDirectory(directory);
        fileSystem.FlushDirectory(directory[..Math.Max(0, directory.LastIndexOf('/'))]);
    }

    private AppendResult AppendBatch(long nowMs) =>
        _metadata.Log.Append(_batch.Written, new AppendContext(AppendOrigin.Coordinator, Epoch, nowMs));

    private MetadataBatch? Deliver(RecordBatch read)
    {
        var content = BatchContent.TryRead(read, AppliedEndOffset)
            ?? throw new IOException($"The metadata log has a malformed batch at offset {read.BaseOffset}.");
        AppliedEndOffset = read.NextOffset;
        _appliedEpoch = read.PartitionLeaderEpoch;
        _appliedTimestampMs = read.MaxTimestamp;
        _bytesSinceSnapshot += read.SizeBytes;
        return content.Values.Count == 0
            ? null
            : new MetadataBatch(read.BaseOffset, read.NextOffset, read.PartitionLeaderEpoch, read.MaxTimestamp, content.Values, IsSnapshot: false);
    }
}
