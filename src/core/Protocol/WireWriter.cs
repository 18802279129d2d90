using System.Buffers.Binary;
using System.Text;

namespace Levada.Protocol;

/// <summary>Writes wire primitives, big-endian, to the end of a pooled buffer.</summary>
/// <remarks>Source: Kafka protocol guide, "Protocol Primitive Types".</remarks>
public readonly ref struct WireWriter(FrameBuffer buffer)
{
    private const int MaxVarintByteCount = 5;

    public FrameBuffer Buffer { get; } = buffer;

    public void WriteBoolean(bool value) => WriteInt8(value ? (sbyte)1 : (sbyte)0);
    public void WriteInt8(sbyte value) => Buffer.Append(1)[0] = (byte)value;
    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Buffer.Append(2), value);
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Buffer.Append(2), value);
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Buffer.Append(4), value);
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Buffer.Append(4), value);
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Buffer.Append(8), value);
    public void WriteFloat64(double value) => BinaryPrimitives.WriteDoubleBigEndian(Buffer.Append(8), value);
    public void WriteUuid(Uuid value) => value.CopyTo(Buffer.Append(Uuid.ByteCount));
    public void WriteError(ErrorCode value) => WriteInt16((short)value);
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Buffer.Append(bytes.Length));

    /// <summary>Unsigned LEB128.</summary>
    public void WriteUnsignedVarint(uint value)
    {
        while (value >= 0x80)
        {
            Buffer.Append(1)[0] = (byte)(value | 0x80);
            value >>= 7;
        }

        Buffer.Append(1)[0] = (byte)value;
    }

    /// <summary>An array's count; -1 writes null.</summary>
    public void WriteArrayCount(int count, bool isFlexible)
    {
        if (isFlexible) WriteUnsignedVarint((uint)(count + 1));
        else WriteInt32(count);
    }

    /// <summary>A string in UTF-8; null where the field allows it.</summary>
    /// <exception cref="ArgumentException">The text is longer than the format can say (32,767 bytes before flexible versions).</exception>
    public void WriteString(string? text, bool isFlexible)
    {
        if (text is null)
        {
            if (isFlexible) WriteUnsignedVarint(0);
            else WriteInt16(-1);
            return;
        }

        var byteCount = Encoding.UTF8.GetByteCount(text);
        WriteStringLength(byteCount, isFlexible);
        Encoding.UTF8.GetBytes(text, Buffer.Append(byteCount));
    }

    /// <summary>A string that is UTF-8 already.</summary>
    public void WriteStringSpan(ReadOnlySpan<byte> text, bool isFlexible)
    {
        WriteStringLength(text.Length, isFlexible);
        WriteRaw(text);
    }

    /// <summary>A <c>bytes</c> or <c>records</c> field that is not null.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes, bool isFlexible)
    {
        WriteBytesLength(bytes.Length, isFlexible);
        WriteRaw(bytes);
    }

    /// <summary>The length in front of a <c>bytes</c> or <c>records</c> field whose content follows by other means; -1 writes null.</summary>
    public void WriteBytesLength(int byteCount, bool isFlexible)
    {
        if (isFlexible) WriteUnsignedVarint((uint)(byteCount + 1));
        else WriteInt32(byteCount);
    }

    /// <summary>A section without tagged fields.</summary>
    public void WriteNoTaggedFields() => WriteUnsignedVarint(0);

    /// <summary>Writes a tag; the field's value follows, then <see cref="EndTaggedField"/> with what this returned.</summary>
    public int BeginTaggedField(uint tag)
    {
        WriteUnsignedVarint(tag);
        return Buffer.Length;
    }

    /// <summary>Puts the size in front of the value written since <see cref="BeginTaggedField"/>.</summary>
    public void EndTaggedField(int start)
    {
        var size = Buffer.Length - start;
        WriteUnsignedVarint((uint)size);
        var sized = Buffer.Written[start..];
        Span<byte> prefix = stackalloc byte[MaxVarintByteCount];
        prefix = prefix[..(sized.Length - size)];
        sized[size..].CopyTo(prefix);
        sized[..size].CopyTo(sized[prefix.Length..]);
        prefix.CopyTo(sized);
    }

    private void WriteStringLength(int byteCount, bool isFlexible)
    {
        if (isFlexible) WriteUnsignedVarint((uint)(byteCount + 1));
        else if (byteCount <= short.MaxValue) WriteInt16((short)byteCount);
        else throw new ArgumentException($"A string of {byteCount} bytes does not fit this version's 16-bit length.");
    }
}
