using System.Buffers.Binary;
using Levada.Transfer;

namespace Levada.Databases.PostgreSql.Reading;

/// <summary>Reads the binary form of a COPY: numbers and fields out of one buffer.</summary>
/// <remarks>Source: PostgreSQL manual, COPY, "Binary Format".</remarks>
internal sealed class CopySource(CopyOutput output)
{
    // What a value may take in the buffer; longer texts and bytes go past it.
    public const int BufferBytesMin = 64 << 10;

    private const int ValueBytesMax = 1 << 30;
    private const int HeaderBytes = 19;

    private byte[] _buffer = new byte[BufferBytesMin];
    private int _start;
    private int _end;

    public void ReadHeader()
    {
        var head = Take(HeaderBytes);
        if (!head[..7].SequenceEqual("PGCOPY\n"u8) || head[7] != 0xFF || !head.Slice(8, 3).SequenceEqual("\r\n\0"u8))
            throw Malformed("its signature");
        var flags = BinaryPrimitives.ReadInt32BigEndian(head[11..]);
        if (flags != 0)
            throw Malformed("its flags");
        var extensionBytes = BinaryPrimitives.ReadInt32BigEndian(head[15..]);
        if (extensionBytes is < 0 or > BufferBytesMin)
            throw Malformed("its header");
        Take(extensionBytes);
    }

    /// <summary>Goes on to the next row.</summary>
    /// <returns>False at the end, which is then wholly consumed.</returns>
    public bool ReadRow(int fieldCount)
    {
        var count = BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));
        if (count == fieldCount)
            return true;
        if (count != -1)
            throw Malformed($"a row of {count} fields instead of {fieldCount}");
        while (output.Read(_buffer) > 0)
        {
        }
        return false;
    }

    /// <summary>Bytes of the next field; -1: NULL.</summary>
    public int ReadLength()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));
        return length is >= -1 and <= ValueBytesMax ? length : throw Malformed($"a field of {length} bytes");
    }

    /// <summary>The next bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int byteCount)
    {
        if (_end - _start < byteCount)
            Fill(byteCount);
        var bytes = _buffer.AsSpan(_start, byteCount);
        _start += byteCount;
        return bytes;
    }

    /// <summary>Reads some of the next bytes, at least one, to a place of the caller's that is not empty.</summary>
    public int ReadSome(Span<byte> target)
    {
        var held = Math.Min(_end - _start, target.Length);
        if (held == 0)
            return output.Read(target) is var count and > 0 ? count : throw Malformed("its early end");
        _buffer.AsSpan(_start, held).CopyTo(target);
        _start += held;
        return held;
    }

    private static TransferException Malformed(string what) => new($"PostgreSQL sent a COPY that cannot be read because of {what}.");

    private void Fill(int byteCount)
    {
        var held = _end - _start;
        if (_start > 0)
        {
            _buffer.AsSpan(_start, held).CopyTo(_buffer);
            (_start, _end) = (0, held);
        }
        while (_end < byteCount)
        {
            // Grows with what has arrived, not with what a length promises.
            if (_end == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var count = output.Read(_buffer.AsSpan(_end));
            if (count == 0)
                throw Malformed("its early end");
            _end += count;
        }
    }
}
