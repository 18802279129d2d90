namespace Levada.Log;

/// <summary>Files that are no longer part of a log, kept for a while for those who still read them.</summary>
public sealed class PendingDeletion
{
    private readonly IFileSystem _fileSystem;
    private readonly string _directory;
    private readonly List<IDisposable> _open;
    private readonly List<string> _paths;

    internal PendingDeletion(IFileSystem fileSystem, string directory, List<IDisposable> open, List<string> paths)
    {
        _fileSystem = fileSystem;
        _directory = directory;
        _open = open;
        _paths = paths;
    }

    /// <summary>Makes the new names durable; under no lock.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void FlushNames() => _fileSystem.FlushDirectory(_directory);

    /// <summary>Closes and deletes the files; to be called once, after <c>file.delete.delay.ms</c>, under no lock.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void Run()
    {
        foreach (var file in _open) file.Dispose();
        // The new names first: a deleted file must not be found again under its old one.
        if (_fileSystem.DirectoryExists(_directory)) FlushNames();
        foreach (var path in _paths) _fileSystem.DeleteFile(path);
    }
}
