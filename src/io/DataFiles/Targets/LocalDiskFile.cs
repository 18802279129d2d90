using Microsoft.Win32.SafeHandles;

namespace Levada.DataFiles.Targets;

/// <summary>A file of the real disk, written from its end on.</summary>
internal sealed class LocalDiskFile(SafeFileHandle handle, long length) : IDiskFile
{
    private const long WritebackStep = 8 << 20;

    private long _writebackEnd = length;

    public long Length { get; private set; } = length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, Length);
        Length += bytes.Length;
        if (Length - _writebackEnd < WritebackStep)
            return;
        DiskCalls.StartWriteback(handle, _writebackEnd, Length - _writebackEnd);
        _writebackEnd = Length;
    }

    public void Sync() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
