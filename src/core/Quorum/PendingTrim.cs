using Levada.Log;

namespace Levada.Quorum;

/// <summary>Files of the metadata log that nothing refers to any more: expired segments and snapshots, renamed and still there.</summary>
public sealed class PendingTrim
{
    private readonly IFileSystem _fileSystem;
    private readonly PendingDeletion? _segments;
    private readonly IReadOnlyList<string> _snapshotPaths;

    internal PendingTrim(IFileSystem fileSystem, PendingDeletion? segments, IReadOnlyList<string> snapshotPaths)
    {
        _fileSystem = fileSystem;
        _segments = segments;
        _snapshotPaths = snapshotPaths;
    }

    /// <summary>Deletes them; to be called once, after <see cref="QuorumOptions.FileDeleteDelayMs"/>, on any thread.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Run()
    {
        _segments?.Run();
        foreach (var path in _snapshotPaths) _fileSystem.DeleteFile(path);
    }
}
