using Levada.Log;
using Microsoft.Win32.SafeHandles;

namespace Levada.FileSystem;

/// <summary>One open file of the real disk.</summary>
public sealed class PosixFile : IFile
{
    internal PosixFile(string path, FileMode mode)
    {
        Path = path;
        Handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Path { get; }

    /// <summary>The descriptor, for sending ranges of the file without copying them.</summary>
    public SafeFileHandle Handle { get; }

    public long Length => RandomAccess.GetLength(Handle);

    public int Read(Span<byte> destination, long position)
    {
        var readCount = 0;
        while (readCount < destination.Length)
        {
            var count = RandomAccess.Read(Handle, destination[readCount..], position + readCount);
            if (count == 0) break;
            readCount += count;
        }

        return readCount;
    }

    public void Write(ReadOnlySpan<byte> bytes, long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        try
        {
            RandomAccess.Write(Handle, bytes, position);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or UnauthorizedAccessException)
        {
            // .NET's words for EFBIG (the file may not grow) and for EPERM, which to a log are failures of its disk like others.
            throw new IOException(e.Message, e);
        }
    }

    public void Flush()
    {
        if (OperatingSystem.IsLinux()) SystemCalls.FlushData(Handle, Path);
        else RandomAccess.FlushToDisk(Handle);
    }

    public void SetLength(long byteCount) => RandomAccess.SetLength(Handle, byteCount);

    public void Preallocate(long position, long byteCount)
    {
        if (OperatingSystem.IsLinux()) SystemCalls.PreallocateKeepingSize(Handle, position, byteCount);
    }

    public void StartWriteback(long position, long byteCount)
    {
        if (OperatingSystem.IsLinux()) SystemCalls.StartWriteback(Handle, position, byteCount);
    }

    public void Dispose() => Handle.Dispose();
}
