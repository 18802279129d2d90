using System.Buffers.Binary;

namespace Levada.DataFiles.Parquet;

/// <summary>Fixed values whose first bytes come first, then all second bytes, and so on.</summary>
/// <remarks>Source: parquet-format, "Byte Stream Split".</remarks>
internal sealed class SplitDecoder : ValueDecoder
{
    private readonly PhysicalType _type;
    private readonly ArraySegment<byte> _bytes;
    private readonly byte[] _value;
    private readonly int _count;
    private int _next;

    public SplitDecoder(PhysicalType type, int size, ArraySegment<byte> bytes)
    {
        _type = type;
        _bytes = bytes;
        var width = type switch
        {
            PhysicalType.Int32 or PhysicalType.Float => sizeof(int),
            PhysicalType.Int64 or PhysicalType.Double => sizeof(long),
            PhysicalType.FixedBytes when size > 0 && size <= Math.Max(1, bytes.Count) => size,
            _ => throw new InvalidDataException("A page's encoding does not fit its column."),
        };
        _value = new byte[width];
        _count = bytes.Count / width;
    }

    public override long NextInteger() => _type == PhysicalType.Int32
        ? BinaryPrimitives.ReadInt32LittleEndian(NextBytes())
        : BinaryPrimitives.ReadInt64LittleEndian(NextBytes());

    public override double NextReal() => _type == PhysicalType.Float
        ? BinaryPrimitives.ReadSingleLittleEndian(NextBytes())
        : BinaryPrimitives.ReadDoubleLittleEndian(NextBytes());

    public override ReadOnlySpan<byte> NextBytes()
    {
        if (_next >= _count)
            throw new InvalidDataException("A page has fewer values than it claims.");
        for (var index = 0; index < _value.Length; index++)
            _value[index] = _bytes[(index * _count) + _next];
        _next++;
        return _value;
    }
}
