using System.Buffers.Binary;

namespace Levada.DataFiles.Avro;

/// <summary>Reads values from one uncompressed block. Every fault is an <see cref="InvalidDataException"/>.</summary>
internal sealed class AvroCursor
{
    private const int SkipDepthMax = 128;

    private ArraySegment<byte> _block;
    private int _position;

    public bool IsAtEnd => _position == _block.Count;

    /// <summary>Reads from the front of a block from now on; the caller keeps its bytes as they are meanwhile.</summary>
    public void Bind(ArraySegment<byte> block) => (_block, _position) = (block, 0);

    public bool ReadBoolean() => Take(1)[0] != 0;

    public long ReadLong()
    {
        var value = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw new InvalidDataException("A number has more than ten bytes.");
    }

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLong());

    public ReadOnlySpan<byte> ReadFixed(int size) => Take(size);

    /// <summary>The branch of a union, the symbol of an enum.</summary>
    public int ReadIndex(int count)
    {
        var index = ReadLong();
        return index >= 0 && index < count ? (int)index : throw new InvalidDataException($"A value has the branch {index} of {count}.");
    }

    /// <summary>Passes over a value of any type.</summary>
    public void Skip(AvroType type) => Skip(type, 0);

    private void Skip(AvroType type, int depth)
    {
        if (depth > SkipDepthMax)
            throw new InvalidDataException("A value is nested too deeply.");
        switch (type.Kind)
        {
            case AvroKind.Union:
                Skip(type.Children[ReadIndex(type.Children.Count)], depth + 1);
                break;
            case AvroKind.Record:
                foreach (var child in type.Children)
                    Skip(child, depth + 1);
                break;
            case AvroKind.Array or AvroKind.Map:
                SkipItems(type, depth);
                break;
            case AvroKind.Int or AvroKind.Long or AvroKind.Enum:
                ReadLong();
                break;
            case AvroKind.Bytes or AvroKind.Text:
                ReadBytes();
                break;
            default:
                Take(WidthOf(type));
                break;
        }
    }

    private static int WidthOf(AvroType type) => type.Kind switch
    {
        AvroKind.Boolean => sizeof(byte),
        AvroKind.Float => sizeof(float),
        AvroKind.Double => sizeof(double),
        AvroKind.Fixed => type.Size,
        _ => 0,
    };

    // Arrays and maps come in blocks: a count and its items, or a negative count, the size in bytes and the items.
    private void SkipItems(AvroType type, int depth)
    {
        for (var count = ReadLong(); count != 0; count = ReadLong())
        {
            if (count < 0)
            {
                Take(ReadLong());
                continue;
            }
            for (var start = _position; count > 0; count--, start = _position)
            {
                if (type.Kind == AvroKind.Map)
                    ReadBytes();
                Skip(type.Children[0], depth + 1);
                // Items without bytes could be claimed by the billion.
                if (_position == start)
                    break;
            }
        }
    }

    private ReadOnlySpan<byte> Take(long byteCount)
    {
        if (byteCount < 0 || byteCount > _block.Count - _position)
            throw new InvalidDataException("A value reaches beyond the end of its block.");
        var taken = _block.AsSpan(_position, (int)byteCount);
        _position += (int)byteCount;
        return taken;
    }
}
