using Levada.Log;

namespace Levada.Operations.Tests;

/// <summary>One file of a <see cref="FaultyFileSystem"/>.</summary>
internal sealed class FaultyFile(FaultyFileSystem files, IFile file) : IFile
{
    public string Path => file.Path;
    public long Length => file.Length;

    public int Read(Span<byte> destination, long position) => files.FaultAt(Path) == DiskFault.ReadFails
        ? throw FaultyFileSystem.Error(Path, "Input/output error")
        : file.Read(destination, position);

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        switch (files.FaultAt(Path))
        {
            case DiskFault.WriteFails:
                throw FaultyFileSystem.Error(Path, "Input/output error");
            case DiskFault.IsFull:
                file.Write(bytes[..(bytes.Length / 2)], position);
                throw FaultyFileSystem.Error(Path, "No space left on device");
            default:
                file.Write(bytes, position);
                break;
        }
    }

    public void Flush()
    {
        files.ThrowIfFlushFails(Path);
        file.Flush();
    }

    public void SetLength(long byteCount) => file.SetLength(byteCount);
    public void Preallocate(long position, long byteCount) => file.Preallocate(position, byteCount);
    public void StartWriteback(long position, long byteCount) => file.StartWriteback(position, byteCount);
    public void Dispose() => file.Dispose();
}
