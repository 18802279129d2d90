namespace Levada.DataFiles.Parquet;

/// <summary>Integers as differences in blocks of packed bits.</summary>
/// <remarks>Source: parquet-format, "Delta Encoding".</remarks>
internal sealed class DeltaDecoder : ValueDecoder
{
    private const int MiniblockCountMax = 1 << 10;
    private const int BlockSizeMax = 1 << 20;

    private readonly ArraySegment<byte> _bytes;
    private readonly int _miniblockCount;
    private readonly int _miniblockSize;
    private readonly byte[] _widths;
    private int _at;
    private long _left;
    private long _value;
    private bool _isFirst = true;
    private long _least;
    private int _miniblock;
    private int _miniblockLeft;
    private UInt128 _bits;
    private int _bitCount;

    public DeltaDecoder(ArraySegment<byte> bytes)
    {
        _bytes = bytes;
        var blockSize = ReadVarint();
        var miniblockCount = ReadVarint();
        _left = (long)ReadVarint();
        _value = ReadZigZag();
        if (miniblockCount is 0 or > MiniblockCountMax || blockSize is 0 or > BlockSizeMax || blockSize % (miniblockCount * 8) != 0 || _left < 0)
            throw new InvalidDataException("A page of differences has blocks of an impossible size.");
        _miniblockCount = (int)miniblockCount;
        _miniblockSize = (int)(blockSize / miniblockCount);
        _widths = new byte[_miniblockCount];
        _miniblock = _miniblockCount;
        End = FindEnd();
    }

    /// <summary>Where the bytes behind the values begin.</summary>
    public int End { get; }

    public override long NextInteger()
    {
        if (_left <= 0)
            throw new InvalidDataException("A page has fewer values than it claims.");
        _left--;
        if (_isFirst)
        {
            _isFirst = false;
            return _value;
        }
        // Reading it may begin a block, which has a least difference of its own.
        var packed = NextPacked();
        _value = unchecked(_value + _least + (long)packed);
        return _value;
    }

    private ulong NextPacked()
    {
        if (_miniblockLeft == 0)
            NextMiniblock();
        _miniblockLeft--;
        int width = _widths[_miniblock];
        for (; _bitCount < width; _bitCount += 8)
            _bits |= (UInt128)ReadByte() << _bitCount;
        var value = (ulong)(_bits & (((UInt128)1 << width) - 1));
        _bits >>= width;
        _bitCount -= width;
        return value;
    }

    private void NextMiniblock()
    {
        if (++_miniblock >= _miniblockCount)
        {
            _least = ReadZigZag();
            for (var index = 0; index < _miniblockCount; index++)
                _widths[index] = ReadByte();
            _miniblock = 0;
        }
        if (_widths[_miniblock] > 64)
            throw new InvalidDataException($"Differences have {_widths[_miniblock]} bits.");
        (_miniblockLeft, _bits, _bitCount) = (_miniblockSize, 0, 0);
    }

    // Passes over all blocks. In the last one, miniblocks without values have a width but no bits.
    private int FindEnd()
    {
        var start = _at;
        for (var left = _left - 1; left > 0;)
        {
            ReadZigZag();
            var widthsAt = _at;
            _at += _miniblockCount;
            for (var index = 0; index < _miniblockCount && left > 0; index++, left -= _miniblockSize)
            {
                if (_at > _bytes.Count)
                    throw new InvalidDataException("A page of differences ends too early.");
                _at += _miniblockSize / 8 * _bytes[widthsAt + index];
            }
        }
        var end = _at;
        _at = start;
        return end <= _bytes.Count ? end : throw new InvalidDataException("A page of differences ends too early.");
    }

    private long ReadZigZag()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = ReadByte();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
        throw new InvalidDataException("A number has more than ten bytes.");
    }

    private byte ReadByte() =>
        _at < _bytes.Count ? _bytes[_at++] : throw new InvalidDataException("A page of differences ends too early.");
}
