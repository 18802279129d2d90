using System.Buffers;
using Levada.DataFiles.Codecs;
using Levada.Transfer;

namespace Levada.DataFiles.Targets;

/// <summary>The bytes of a staged file, gathered for few large writes and counted.</summary>
/// <remarks>
/// What the disk refuses comes out as <see cref="TransferException"/>, through whatever streams lie above.
/// Disposing it leaves the file open; its owner closes that.
/// </remarks>
internal sealed class PartStream(IDiskFile file, string path) : OneWayStream
{
    private const int BufferBytes = 256 << 10;

    private byte[]? _buffer;
    private int _count;
    private bool _isAbandoned;

    public override bool CanWrite => true;

    /// <summary>Bytes in the file once all that was written here is in it.</summary>
    public long ByteCount => file.Length + _count;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isAbandoned)
            return;
        if (buffer.Length > BufferBytes - _count)
            WriteOut();
        if (buffer.Length >= BufferBytes)
        {
            Write(file, buffer);
            return;
        }

        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        buffer.CopyTo(_buffer.AsSpan(_count));
        _count += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    /// <summary>Makes all that was written last over a loss of power.</summary>
    public void Sync()
    {
        WriteOut();
        try
        {
            file.Sync();
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"write {path}", e);
        }
    }

    /// <summary>Drops what is not in the file yet, and all that streams above may still write while they close.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        _count = 0;
    }

    protected override void Dispose(bool disposing)
    {
        Abandon();
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
        base.Dispose(disposing);
    }

    private void WriteOut()
    {
        if (_count == 0)
            return;
        Write(file, _buffer.AsSpan(0, _count));
        _count = 0;
    }

    private void Write(IDiskFile destination, ReadOnlySpan<byte> bytes)
    {
        try
        {
            destination.Write(bytes);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"write {path}", e);
        }
    }
}
