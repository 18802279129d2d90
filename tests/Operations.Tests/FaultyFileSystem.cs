using Levada.FileSystem;
using Levada.Log;

namespace Levada.Operations.Tests;

/// <summary>The real file system until it is told to fail, below the paths it is told to.</summary>
internal sealed class FaultyFileSystem : IFileSystem
{
    private readonly PosixFileSystem _disk = new();
    private readonly Lock _gate = new();
    private readonly List<string> _failedFlushes = [];
    private volatile Failure _failure = new(DiskFault.None, "");

    /// <summary>The paths whose flush has failed, once for each time.</summary>
    public IReadOnlyList<string> FailedFlushes
    {
        get
        {
            lock (_gate) return [.. _failedFlushes];
        }
    }

    /// <summary>Fails from now on whatever touches a path that contains the text.</summary>
    public void Fail(DiskFault fault, string pathPart) => _failure = new Failure(fault, pathPart);

    public bool FileExists(string path) => _disk.FileExists(path);
    public bool DirectoryExists(string path) => _disk.DirectoryExists(path);

    public IFile Open(string path, FileOpenMode mode)
    {
        if (mode != FileOpenMode.Existing) ThrowIfItCannotWrite(path);
        return new FaultyFile(this, _disk.Open(path, mode));
    }

    public void CreateDirectory(string path)
    {
        ThrowIfItCannotWrite(path);
        _disk.CreateDirectory(path);
    }

    public void Rename(string source, string target)
    {
        ThrowIfItCannotWrite(target);
        _disk.Rename(source, target);
    }

    public void DeleteFile(string path) => _disk.DeleteFile(path);
    public void DeleteDirectory(string path) => _disk.DeleteDirectory(path);
    public IReadOnlyList<string> ListFiles(string path) => _disk.ListFiles(path);
    public IReadOnlyList<string> ListDirectories(string path) => _disk.ListDirectories(path);

    public void FlushDirectory(string path)
    {
        ThrowIfFlushFails(path);
        _disk.FlushDirectory(path);
    }

    public long LastWriteTimeMs(string path) => _disk.LastWriteTimeMs(path);
    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    internal DiskFault FaultAt(string path)
    {
        var failure = _failure;
        return path.Contains(failure.PathPart, StringComparison.Ordinal) ? failure.Fault : DiskFault.None;
    }

    internal void ThrowIfFlushFails(string path)
    {
        if (FaultAt(path) != DiskFault.FlushFails) return;
        lock (_gate) _failedFlushes.Add(path);
        throw Error(path, "Input/output error");
    }

    internal static IOException Error(string path, string text) => new($"{text} : '{path}'");

    private void ThrowIfItCannotWrite(string path)
    {
        if (FaultAt(path) is DiskFault.WriteFails or DiskFault.IsFull) throw Error(path, "No space left on device");
    }

    private sealed record Failure(DiskFault Fault, string PathPart);
}
