using Levada.Log.Directories;

namespace Levada.Log;

/// <summary>What moves a log's recovery point, to be run outside its lock and then given back to it.</summary>
/// <remarks>Data first, then what is derived from it, so that nothing on disk speaks of records that are not.</remarks>
public sealed class PendingCheckpoint
{
    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private readonly List<IFile> _indexes = [];
    private byte[]? _epochs;
    private byte[]? _snapshot;
    private string _snapshotPath = "";

    internal PendingCheckpoint(IFileSystem fileSystem, string directory)
    {
        _fileSystem = fileSystem;
        _directory = directory;
        Data = new(fileSystem);
    }

    /// <summary>The recovery point once this has run.</summary>
    public long EndOffset => Data.End.Offset;

    internal PendingFlush Data { get; }
    internal bool HasSucceeded { get; private set; }
    internal int EpochRevision { get; private set; }
    internal bool HasEpochs => _epochs is not null;
    internal bool HasSnapshot => _snapshot is not null;

    /// <exception cref="IOException">The disk failed; the log must be given this checkpoint back, and is failed then.</exception>
    public void Run()
    {
        HasSucceeded = false;
        Data.Run();
        if (!Data.HasSucceeded) return;
        try
        {
            foreach (var index in _indexes) index.Flush();
            if (_snapshot is not null) WriteSnapshot(_snapshot);
            if (_epochs is not null) SmallFile.Replace(_fileSystem, _directory, PartitionFileName.LeaderEpochs, _epochs);
            _fileSystem.FlushDirectory(_directory);
            HasSucceeded = true;
        }
        catch (ObjectDisposedException)
        {
            // The log was truncated or closed in the meantime: its recovery point stays where it is.
        }
    }

    internal void Add(IFile? index)
    {
        if (index is not null) _indexes.Add(index);
    }

    internal void AddEpochs(byte[] content, int revision)
    {
        _epochs = content;
        EpochRevision = revision;
    }

    internal void AddSnapshot(byte[] content, string path)
    {
        _snapshot = content;
        _snapshotPath = path;
    }

    private void WriteSnapshot(byte[] content)
    {
        using var file = _fileSystem.Open(_snapshotPath, FileOpenMode.CreateOrTruncate);
        file.Write(content, 0);
        file.Flush();
    }
}
