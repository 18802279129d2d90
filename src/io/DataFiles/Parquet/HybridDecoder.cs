namespace Levada.DataFiles.Parquet;

/// <summary>Reads what <see cref="HybridEncoder"/> writes, one value at a time. Faults are <see cref="InvalidDataException"/>s.</summary>
internal sealed class HybridDecoder
{
    private ArraySegment<byte> _bytes;
    private int _at;
    private int _bitWidth;
    private long _runLeft;
    private int _runValue;
    private long _packedLeft;
    private ulong _bits;
    private int _bitCount;

    /// <param name="bytes">Runs and packed groups, without a length before them; kept until the next call.</param>
    /// <param name="bitWidth">0 to 32; 0: all values are 0.</param>
    public void Bind(ArraySegment<byte> bytes, int bitWidth)
    {
        if (bitWidth is < 0 or > 32)
            throw new InvalidDataException($"Values have {bitWidth} bits.");
        (_bytes, _at, _bitWidth, _runLeft, _packedLeft) = (bytes, 0, bitWidth, 0, 0);
    }

    public int Next()
    {
        if (_bitWidth == 0)
            return 0;
        while (_runLeft == 0 && _packedLeft == 0)
            NextRun();
        if (_runLeft > 0)
        {
            _runLeft--;
            return _runValue;
        }
        _packedLeft--;
        for (; _bitCount < _bitWidth; _bitCount += 8)
            _bits |= (ulong)ReadByte() << _bitCount;
        var value = (int)(_bits & ((1UL << _bitWidth) - 1));
        _bits >>= _bitWidth;
        _bitCount -= _bitWidth;
        return value;
    }

    private void NextRun()
    {
        var head = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = ReadByte();
            head |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                break;
            if (shift > 28)
                throw new InvalidDataException("A run is longer than a page can be.");
        }
        if ((head & 1) != 0)
        {
            (_packedLeft, _bits, _bitCount) = ((long)(head >> 1) * 8, 0, 0);
            return;
        }
        _runLeft = (long)(head >> 1);
        _runValue = 0;
        for (var shift = 0; shift < _bitWidth; shift += 8)
            _runValue |= ReadByte() << shift;
    }

    private byte ReadByte() => _at < _bytes.Count ? _bytes[_at++] : throw new InvalidDataException("A page has fewer values than it claims.");
}
