using Levada.FileSystem;
using Levada.Log;

namespace Levada.Broker.Tests.Direct;

/// <summary>The real file system, which tells the test before each read, write and flush.</summary>
internal sealed class WatchedFiles : IFileSystem
{
    private readonly PosixFileSystem _disk = new();

    /// <summary>Given the path, on the writing thread.</summary>
    public Action<string>? OnWriting { get; set; }

    /// <summary>Given the path, on the reading thread.</summary>
    public Action<string>? OnReading { get; set; }

    /// <summary>Given the path, on the flushing thread.</summary>
    public Action<string>? OnFlushing { get; set; }

    public bool FileExists(string path) => _disk.FileExists(path);
    public bool DirectoryExists(string path) => _disk.DirectoryExists(path);
    public IFile Open(string path, FileOpenMode mode) => new WatchedFile(this, _disk.Open(path, mode));
    public void CreateDirectory(string path) => _disk.CreateDirectory(path);
    public void Rename(string source, string target) => _disk.Rename(source, target);
    public void DeleteFile(string path) => _disk.DeleteFile(path);
    public void DeleteDirectory(string path) => _disk.DeleteDirectory(path);
    public IReadOnlyList<string> ListFiles(string path) => _disk.ListFiles(path);
    public IReadOnlyList<string> ListDirectories(string path) => _disk.ListDirectories(path);
    public void FlushDirectory(string path)
    {
        OnFlushing?.Invoke(path);
        _disk.FlushDirectory(path);
    }

    public long LastWriteTimeMs(string path) => _disk.LastWriteTimeMs(path);
    public IDisposable? TryLock(string path) => _disk.TryLock(path);

    private sealed class WatchedFile(WatchedFiles files, IFile file) : IFile
    {
        public string Path => file.Path;
        public long Length => file.Length;

        public int Read(Span<byte> destination, long position)
        {
            files.OnReading?.Invoke(Path);
            return file.Read(destination, position);
        }

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            files.OnWriting?.Invoke(Path);
            file.Write(bytes, position);
        }

        public void Flush()
        {
            files.OnFlushing?.Invoke(Path);
            file.Flush();
        }

        public void SetLength(long byteCount) => file.SetLength(byteCount);
        public void Preallocate(long position, long byteCount) => file.Preallocate(position, byteCount);
        public void StartWriteback(long position, long byteCount) => file.StartWriteback(position, byteCount);
        public void Dispose() => file.Dispose();
    }
}
