namespace Levada.Log.Tests;

/// <summary>A disk that takes everything and allocates nothing.</summary>
internal sealed class NullFileSystem : IFileSystem
{
    public bool FileExists(string path) => false;
    public bool DirectoryExists(string path) => false;
    public IFile Open(string path, FileOpenMode mode) => new NullFile(path);

    public void CreateDirectory(string path)
    {
    }

    public void Rename(string source, string target)
    {
    }

    public void DeleteFile(string path)
    {
    }

    public void DeleteDirectory(string path)
    {
    }

    public IReadOnlyList<string> ListFiles(string path) => [];
    public IReadOnlyList<string> ListDirectories(string path) => [];

    public void FlushDirectory(string path)
    {
    }

    public long LastWriteTimeMs(string path) => 0;
    public IDisposable? TryLock(string path) => null;

    private sealed class NullFile(string path) : IFile
    {
        public string Path => path;
        public long Length { get; private set; }
        public int Read(Span<byte> destination, long position) => 0;
        public void Write(ReadOnlySpan<byte> bytes, long position) => Length = Math.Max(Length, position + bytes.Length);

        public void Flush()
        {
        }

        public void SetLength(long byteCount) => Length = byteCount;

        public void Preallocate(long position, long byteCount)
        {
        }

        public void StartWriteback(long position, long byteCount)
        {
        }

        public void Dispose()
        {
        }
    }
}
