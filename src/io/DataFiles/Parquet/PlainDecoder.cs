using System.Buffers.Binary;

namespace Levada.DataFiles.Parquet;

/// <summary>Values as they are, one behind the other.</summary>
/// <param name="type">Of the column.</param>
/// <param name="size">Of a fixed value in bytes.</param>
/// <param name="bytes">Those of the page behind its levels.</param>
internal sealed class PlainDecoder(PhysicalType type, int size, ArraySegment<byte> bytes) : ValueDecoder
{
    private const int Int96Size = 12;

    private readonly int _fixedSize = type == PhysicalType.Int96 ? Int96Size : size;
    private int _at;
    private int _bit;

    public override long NextInteger() => type == PhysicalType.Int32
        ? BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)))
        : BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public override double NextReal() => type == PhysicalType.Float
        ? BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)))
        : BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public override bool NextBoolean()
    {
        if (_bit == 0)
            Take(1);
        var value = (bytes[_at - 1] >> _bit & 1) != 0;
        _bit = (_bit + 1) & 7;
        return value;
    }

    public override ReadOnlySpan<byte> NextBytes() =>
        Take(type == PhysicalType.ByteArray ? BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int))) : _fixedSize);

    private ReadOnlySpan<byte> Take(int byteCount)
    {
        if (byteCount < 0 || byteCount > bytes.Count - _at)
            throw new InvalidDataException("A value reaches beyond the end of its page.");
        _at += byteCount;
        return bytes.AsSpan(_at - byteCount, byteCount);
    }
}
