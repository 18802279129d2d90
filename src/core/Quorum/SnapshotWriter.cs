using Levada.Log;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>Writes one snapshot beside the log: header, records, footer; it exists once <see cref="Complete"/> returns.</summary>
/// <remarks>Touches nothing but its own file, so that it may run on another thread than the log's owner. Disposing an unfinished one removes it.</remarks>
public sealed class SnapshotWriter : IDisposable
{
    private const int BatchBytes = 512 * 1024;

    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private readonly long _nowMs;
    private readonly IFile _file;
    private readonly ControlBatchWriter _control = new();
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _batch = new();
    private long _nextOffset;
    private bool _isComplete;

    internal SnapshotWriter(
        IFileSystem fileSystem, string directory, SnapshotId id, QuorumVoters voters, long lastContainedTimestampMs, long nowMs)
    {
        _fileSystem = fileSystem;
        _directory = directory;
        _nowMs = nowMs;
        Id = id;
        LastContainedTimestampMs = lastContainedTimestampMs;
        _file = fileSystem.Open(PartPath, FileOpenMode.CreateOrTruncate);
        _nextOffset = _control.WriteSnapshotHeader(_batch, id.Epoch, voters, lastContainedTimestampMs, nowMs);
        WriteBatch();
        StartBatch();
    }

    public SnapshotId Id { get; }

    /// <summary>The file's size so far.</summary>
    public long SizeBytes { get; private set; }

    internal long LastContainedTimestampMs { get; }

    private string PartPath => $"{_directory}/{Id.PartFileName}";

    /// <summary>Adds one framed metadata record.</summary>
    public void Append(ReadOnlySpan<byte> value)
    {
        _builder.Append(_nowMs, NullableBytes.Null, value);
        if (_builder.UncompressedSizeBytes >= BatchBytes) FinishBatch();
    }

    /// <summary>Ends the snapshot and makes it durable under its name.</summary>
    public void Complete()
    {
        FinishBatch();
        _control.WriteSnapshotFooter(_batch, Id.Epoch, _nextOffset, _nowMs);
        WriteBatch();
        _file.Flush();
        _file.Dispose();
        _fileSystem.Rename(PartPath, $"{_directory}/{Id.FileName}");
        _fileSystem.FlushDirectory(_directory);
        _isComplete = true;
        ReleaseBuffers();
    }

    public void Dispose()
    {
        if (_isComplete) return;
        _isComplete = true;
        _file.Dispose();
        ReleaseBuffers();
        _fileSystem.DeleteFile(PartPath);
    }

    private void StartBatch() => _builder.Start(new RecordBatchOptions { BaseOffset = _nextOffset, PartitionLeaderEpoch = Id.Epoch });

    private void FinishBatch()
    {
        if (_builder.RecordCount == 0) return;
        _builder.Build(_batch);
        _nextOffset = _builder.NextOffset;
        WriteBatch();
        StartBatch();
    }

    private void WriteBatch()
    {
        _file.Write(_batch.Written, SizeBytes);
        SizeBytes += _batch.Length;
        _batch.Clear();
    }

    private void ReleaseBuffers()
    {
        _builder.Release();
        _batch.Release();
    }
}
