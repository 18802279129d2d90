namespace Levada.FileSystem;

/// <summary>An exclusive lock on a <c>.lock</c> file, of the kind Kafka takes, so that each keeps the other out.</summary>
/// <remarks>
/// An fcntl record lock belongs to the process: it neither stops a second taker inside the same process nor survives the
/// closing of any other descriptor of the file. Hence the set of paths that this process holds.
/// </remarks>
internal sealed class DirectoryLock : IDisposable
{
    private static readonly Lock s_gate = new();
    private static readonly HashSet<string> s_heldPaths = new(StringComparer.Ordinal);

    private readonly string _path;
    private readonly FileStream _file;
    private bool _isDisposed;

    private DirectoryLock(string path, FileStream file)
    {
        _path = path;
        _file = file;
    }

    public static DirectoryLock? TryTake(string path)
    {
        var fullPath = Path.GetFullPath(path);
        lock (s_gate)
        {
            if (s_heldPaths.Contains(fullPath)) return null;
            var file = TryOpenLocked(fullPath);
            if (file is null) return null;
            s_heldPaths.Add(fullPath);
            return new DirectoryLock(fullPath, file);
        }
    }

    public void Dispose()
    {
        lock (s_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _file.Dispose();
            s_heldPaths.Remove(_path);
        }
    }

    private static FileStream? TryOpenLocked(string path)
    {
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS()) return TryOpenExclusive(path);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            file.Lock(0, 0);
            return file;
        }
        catch (IOException)
        {
            file.Dispose();
            return null;
        }
    }

    /// <summary>.NET has no record locks on Apple's systems; an flock still keeps out a second broker of ours.</summary>
    private static FileStream? TryOpenExclusive(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
