using System.Buffers;

namespace Levada.DataFiles.Text;

/// <summary>Gathers bytes and writes them to a stream in large pieces. Does not own the stream.</summary>
internal sealed class StreamBuffer(Stream stream) : IBufferWriter<byte>, IDisposable
{
    private const int ByteCount = 256 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(ByteCount);
    private int _used;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_buffer.Length - _used), nameof(count));
        _used += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsSpan(_used);
    }

    /// <summary>Hands everything gathered to the stream.</summary>
    public void Flush()
    {
        if (_used > 0)
            stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _used = 0;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Reserve(int byteCount)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        if (_buffer.Length - _used >= byteCount)
            return;
        Flush();
        if (_buffer.Length >= byteCount)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(byteCount);
    }
}
