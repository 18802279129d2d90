namespace Levada.Log;

/// <summary>The disk as core sees it: synchronous, with every step of durability spelled out.</summary>
/// <remarks>
/// Paths use '/'. Every member may throw <see cref="IOException"/>: the caller takes the log directory offline.
/// A new, renamed or deleted name survives power loss only after <see cref="FlushDirectory"/> of its directory, and data
/// and sizes only after <see cref="IFile.Flush"/>.
/// </remarks>
public interface IFileSystem
{
    bool FileExists(string path);
    bool DirectoryExists(string path);

    /// <summary>Opens for reading and writing.</summary>
    /// <exception cref="FileNotFoundException">Mode is <see cref="FileOpenMode.Existing"/> and there is no such file.</exception>
    IFile Open(string path, FileOpenMode mode);

    /// <summary>Creates a directory with its parents; one that exists is left alone.</summary>
    void CreateDirectory(string path);

    /// <summary>Renames a file or directory; an existing target file is replaced atomically.</summary>
    void Rename(string source, string target);

    /// <summary>Deletes a file; one that does not exist is no error.</summary>
    void DeleteFile(string path);

    /// <summary>Deletes a directory with everything below it.</summary>
    void DeleteDirectory(string path);

    /// <summary>The names (not paths) of the files directly in a directory, in ordinal order.</summary>
    IReadOnlyList<string> ListFiles(string path);

    /// <summary>The names (not paths) of the directories directly in a directory, in ordinal order.</summary>
    IReadOnlyList<string> ListDirectories(string path);

    /// <summary>Makes the directory's names durable (fsync of the directory).</summary>
    void FlushDirectory(string path);

    /// <summary>Milliseconds since 1970 of the file's last change (retention of record sets without timestamps).</summary>
    long LastWriteTimeMs(string path);

    /// <summary>Takes an exclusive lock on a lock file for this process until disposed; null when another process holds it.</summary>
    IDisposable? TryLock(string path);
}
