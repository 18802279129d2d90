using System.Text;

namespace Levada.DataFiles.Parquet;

/// <summary>Reads structures in Thrift's compact protocol from bytes that nobody vouches for.</summary>
/// <remarks>
/// Bytes that end too early are an <see cref="EndOfStreamException"/>, so that a caller can come back with more; all other faults are
/// <see cref="InvalidDataException"/>s. Source: Apache Thrift, "Thrift compact protocol".
/// </remarks>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    private const int DepthMax = 64;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private ThriftType _type;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Goes on to the next field of a structure; false at its end.</summary>
    /// <param name="field">Its number; before the first call of a structure 0.</param>
    public bool NextField(ref int field)
    {
        var head = ReadByte();
        _type = (ThriftType)(head & 0x0F);
        if (_type == ThriftType.Stop)
            return false;
        var number = head >> 4 == 0 ? ReadZigZag() : field + (head >> 4);
        if (number is < 1 or > short.MaxValue)
            throw new InvalidDataException($"A field has the number {number}.");
        field = (int)number;
        return true;
    }

    /// <summary>The field's value, which must be an integer.</summary>
    public long ReadInteger()
    {
        if (_type is not (ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 or ThriftType.Byte))
            throw Mismatch();
        return _type == ThriftType.Byte ? (sbyte)ReadByte() : ReadZigZag();
    }

    public int ReadInt32()
    {
        var value = ReadInteger();
        return value == (int)value ? (int)value : throw new InvalidDataException($"A number of 32 bits is {value}.");
    }

    public bool ReadBool() => _type is ThriftType.True or ThriftType.False ? _type == ThriftType.True : throw Mismatch();

    public ReadOnlySpan<byte> ReadBinary()
    {
        if (_type != ThriftType.Binary)
            throw Mismatch();
        return Take(ReadVarint());
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBinary());

    private int BeginList()
    {
        if (_type != ThriftType.List)
            throw Mismatch();
        var head = ReadByte();
        _type = (ThriftType)(head & 0x0F);
        var count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        // No element is without a byte.
        return count <= (ulong)(_bytes.Length - Position) ? (int)count : throw new EndOfStreamException();
    }

    /// <summary>Begins the field's value, which must be a list of structures.</summary>
    public int BeginStructs()
    {
        var count = BeginList();
        // An empty list may name any type.
        if (count > 0)
            NeedStruct();
        return count;
    }

    /// <summary>Checks that what comes next is a structure, whose fields are then read.</summary>
    public readonly void NeedStruct()
    {
        if (_type != ThriftType.Struct)
            throw Mismatch();
    }

    /// <summary>Passes over the field's value.</summary>
    public void Skip() => Skip(_type, 0);

    private void Skip(ThriftType type, int depth)
    {
        if (depth > DepthMax)
            throw new InvalidDataException("A structure is nested too deeply.");
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                break;
            case ThriftType.Byte:
                ReadByte();
                break;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadVarint();
                break;
            case ThriftType.Double:
                Take(sizeof(double));
                break;
            case ThriftType.Binary:
                Take(ReadVarint());
                break;
            case ThriftType.Struct:
                for (var field = 0; NextField(ref field);)
                    Skip(_type, depth + 1);
                break;
            default:
                SkipElements(type, depth);
                break;
        }
    }

    private void SkipElements(ThriftType type, int depth)
    {
        if (type is not (ThriftType.List or ThriftType.Set))
            throw new InvalidDataException($"A field has the type {type}.");
        var head = ReadByte();
        var elementType = (ThriftType)(head & 0x0F);
        var count = head >> 4 == 15 ? ReadVarint() : (ulong)(head >> 4);
        for (; count > 0; count--)
        {
            // In a list, other than in a field, a boolean has a byte.
            if (elementType is ThriftType.True or ThriftType.False)
                ReadByte();
            else
                Skip(elementType, depth + 1);
        }
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

    private byte ReadByte() => Position < _bytes.Length ? _bytes[Position++] : throw new EndOfStreamException();

    private ReadOnlySpan<byte> Take(ulong byteCount)
    {
        if (byteCount > (ulong)(_bytes.Length - Position))
            throw new EndOfStreamException();
        var taken = _bytes.Slice(Position, (int)byteCount);
        Position += (int)byteCount;
        return taken;
    }

    private readonly InvalidDataException Mismatch() => new($"A field has the unexpected type {_type}.");
}
