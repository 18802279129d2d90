using System.Buffers.Text;
using System.Text;

namespace Levada.Output;

/// <summary>Bytes on their way to a stream, gathered into larger writes.</summary>
internal sealed class ByteSink(Stream stream)
{
    private const int FlushByteCount = 64 * 1024;
    private byte[] _bytes = new byte[2 * FlushByteCount];
    private int _length;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _length += bytes.Length;
    }

    public void Write(string text) => _length += Encoding.UTF8.GetBytes(text, Room(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Write(byte value)
    {
        Room(1)[0] = value;
        _length++;
    }

    public void Write(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var count);
        _length += count;
    }

    /// <summary>Passes on what has gathered if it is enough for a write.</summary>
    public void FlushIfLarge()
    {
        if (_length >= FlushByteCount) Flush();
    }

    public void Flush()
    {
        if (_length == 0) return;
        stream.Write(_bytes, 0, _length);
        stream.Flush();
        _length = 0;
    }

    private Span<byte> Room(int byteCount)
    {
        if (_bytes.Length - _length < byteCount) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_length + byteCount)));
        return _bytes.AsSpan(_length);
    }
}
