using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>Byte arrays as their lengths and then their bytes; each may begin with the front of the one before it.</summary>
/// <remarks>Source: parquet-format, "Delta-length byte array" and "Delta Strings".</remarks>
internal sealed class DeltaBytesDecoder : ValueDecoder
{
    private const int ValueSizeMax = 1 << 28;

    private readonly ArraySegment<byte> _bytes;
    private readonly DeltaDecoder? _prefixes;
    private readonly DeltaDecoder _lengths;
    private readonly BlockBuffer _value = new();
    private int _at;

    /// <param name="bytes">Those of the page behind its levels.</param>
    /// <param name="hasPrefixes">Whether values begin with the front of the one before.</param>
    public DeltaBytesDecoder(ArraySegment<byte> bytes, bool hasPrefixes)
    {
        if (hasPrefixes)
        {
            _prefixes = new DeltaDecoder(bytes);
            bytes = bytes[_prefixes.End..];
        }
        _lengths = new DeltaDecoder(bytes);
        _bytes = bytes[_lengths.End..];
    }

    public override ReadOnlySpan<byte> NextBytes()
    {
        var length = _lengths.NextInteger();
        if (length < 0 || length > _bytes.Count - _at)
            throw new InvalidDataException("A value reaches beyond the end of its page.");
        var own = _bytes.AsSpan(_at, (int)length);
        _at += own.Length;
        if (_prefixes is null)
            return own;
        var prefix = _prefixes.NextInteger();
        if (prefix < 0 || prefix > _value.Length || prefix + own.Length > ValueSizeMax)
            throw new InvalidDataException("A value begins with more than the one before it has.");
        _value.Truncate((int)prefix);
        _value.Write(own);
        return _value.Written;
    }
}
