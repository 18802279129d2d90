namespace Levada.DataFiles.Codecs;

/// <summary>Reads a stream through a buffer from which a decoder may take too much and give the rest back.</summary>
internal sealed class SourceBuffer(Stream source) : OneWayStream
{
    private readonly byte[] _bytes = new byte[64 << 10];
    private int _start;
    private int _end;

    public override bool CanRead => true;

    /// <summary>Reads on when nothing is left; false at the end of the source.</summary>
    public bool HasMore()
    {
        if (_start < _end)
            return true;
        _start = 0;
        _end = source.Read(_bytes, 0, _bytes.Length);
        return _end > 0;
    }

    /// <summary>Takes all that is buffered.</summary>
    public ArraySegment<byte> TakeBuffered()
    {
        var taken = new ArraySegment<byte>(_bytes, _start, _end - _start);
        _start = _end;
        return taken;
    }

    /// <summary>Gives back the last bytes of what <see cref="TakeBuffered"/> gave.</summary>
    public void GiveBack(int count) => _start = _end - count;

    /// <summary>The next byte, which stays; -1 at the end.</summary>
    public int Peek() => HasMore() ? _bytes[_start] : -1;

    public override int ReadByte() => HasMore() ? _bytes[_start++] : -1;

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0 || !HasMore())
            return 0;
        var taken = Math.Min(count, _end - _start);
        _bytes.AsSpan(_start, taken).CopyTo(buffer.AsSpan(offset));
        _start += taken;
        return taken;
    }

    /// <summary>The next byte, or the error that the source ends before it.</summary>
    public byte Require()
    {
        var next = ReadByte();
        return next >= 0 ? (byte)next : throw Truncated();
    }

    /// <summary>Fills the destination, or errs that the source ends before.</summary>
    public void Require(Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            if (!HasMore())
                throw Truncated();
            var taken = Math.Min(destination.Length, _end - _start);
            _bytes.AsSpan(_start, taken).CopyTo(destination);
            _start += taken;
            destination = destination[taken..];
        }
    }

    public static InvalidDataException Truncated() => new("the compressed bytes end too early");
}
