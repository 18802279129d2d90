using Levada.Log;

namespace Levada.FileSystem;

/// <summary>The real disk. Every step of durability is one system call, made when it is asked for.</summary>
public sealed class PosixFileSystem : IFileSystem
{
    public bool FileExists(string path) => File.Exists(path);

    public bool DirectoryExists(string path) => Directory.Exists(path);

    public IFile Open(string path, FileOpenMode mode) => Run(() => new PosixFile(path, mode switch
    {
        FileOpenMode.Existing => FileMode.Open,
        FileOpenMode.OpenOrCreate => FileMode.OpenOrCreate,
        FileOpenMode.CreateOrTruncate => FileMode.Create,
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    }));

    public void CreateDirectory(string path) => Run(() => Directory.CreateDirectory(path));

    public void Rename(string source, string target) => Run(() =>
    {
        if (Directory.Exists(source)) Directory.Move(source, target);
        else File.Move(source, target, overwrite: true);
        return true;
    });

    public void DeleteFile(string path) => Run(() =>
    {
        // A file whose directory is gone is gone too.
        if (File.Exists(path)) File.Delete(path);
        return true;
    });

    public void DeleteDirectory(string path) => Run(() =>
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        return true;
    });

    public IReadOnlyList<string> ListFiles(string path) => Run(() => SortedNames(Directory.EnumerateFiles(path)));

    public IReadOnlyList<string> ListDirectories(string path) => Run(() => SortedNames(Directory.EnumerateDirectories(path)));

    public void FlushDirectory(string path)
    {
        // Only Unix needs, and has, a flush of names.
        if (!OperatingSystem.IsWindows()) SystemCalls.FlushDirectory(path);
    }

    public long LastWriteTimeMs(string path) =>
        new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero).ToUnixTimeMilliseconds();

    public IDisposable? TryLock(string path) => Run(() => DirectoryLock.TryTake(path));

    /// <summary>.NET has an exception of its own for what may not be done; to the log it is a disk that fails.</summary>
    private static T Run<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static string[] SortedNames(IEnumerable<string> paths)
    {
        var names = paths.Select(path => Path.GetFileName(path)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
