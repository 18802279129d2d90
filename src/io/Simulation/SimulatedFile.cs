using Levada.Log;

namespace Levada.Simulation;

/// <summary>An open file of a <see cref="SimulatedDisk"/>; it follows the file through renames and deletion.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, FileNode file, string path) : IFile
{
    private bool _isClosed;

    public string Path { get; } = path;

    public long Length => Node.Length;

    private FileNode Node
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            disk.ThrowIfGone();
            return file;
        }
    }

    public int Read(Span<byte> destination, long position) => Node.Read(destination, position);

    public void Write(ReadOnlySpan<byte> bytes, long position) => disk.Write(Node, Path, bytes, position);

    public void Flush() => disk.Flush(Node, Path);

    public void SetLength(long byteCount) => disk.SetLength(Node, Path, byteCount);

    public void Preallocate(long position, long byteCount) => disk.Preallocate(Node, Path, position + byteCount);

    public void StartWriteback(long position, long byteCount) => _ = Node;

    public void Dispose() => _isClosed = true;
}
