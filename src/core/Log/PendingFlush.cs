namespace Levada.Log;

/// <summary>A flush that a log has asked for, to be run outside its lock and then given back to it.</summary>
/// <remarks>
/// The order keeps acknowledged records reachable: rolled segments, then new names, then the active segment. A failed flush is
/// never run again, since the system may have dropped what it could not write.
/// </remarks>
public sealed class PendingFlush
{
    private readonly IFileSystem _fileSystem;
    private readonly List<IFile> _files = [];
    private readonly List<string> _directories = [];

    internal PendingFlush(IFileSystem fileSystem) => _fileSystem = fileSystem;

    /// <summary>The end of the log that is durable once this has run.</summary>
    public LogPosition End { get; private set; }

    /// <summary>Whether this ran to its end.</summary>
    internal bool HasSucceeded { get; private set; }

    /// <summary>Whether a file was closed under it: the log was truncated or closed, and nothing is to be learned.</summary>
    internal bool IsVoid { get; private set; }

    internal int NamesRevision { get; private set; }
    internal int TruncationCount { get; private set; }

    /// <exception cref="IOException">The disk failed; the log must be given this flush back, and is failed then.</exception>
    public void Run()
    {
        try
        {
            for (var index = 0; index < _files.Count - 1; index++) _files[index].Flush();
            foreach (var directory in _directories) _fileSystem.FlushDirectory(directory);
            if (_files.Count > 0) _files[^1].Flush();
            HasSucceeded = true;
        }
        catch (ObjectDisposedException)
        {
            IsVoid = true;
        }
    }

    internal void Begin(LogPosition end, int namesRevision, int truncationCount)
    {
        _files.Clear();
        _directories.Clear();
        End = end;
        NamesRevision = namesRevision;
        TruncationCount = truncationCount;
        HasSucceeded = false;
        IsVoid = false;
    }

    /// <summary>Adds a file; the active segment's comes last.</summary>
    internal void Add(IFile file) => _files.Add(file);

    internal void Add(string directory) => _directories.Add(directory);
}
