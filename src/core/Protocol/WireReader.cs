using System.Buffers.Binary;
using System.Text;

namespace Levada.Protocol;

/// <summary>Reads wire primitives from one whole frame; a short or malformed frame sets <see cref="Failed"/>.</summary>
/// <remarks>
/// Big-endian. After a failure every read yields zero, so a caller checks once, at the end. Counts are bounded before
/// anything is allocated for them. Source: Kafka protocol guide, "Protocol Primitive Types".
/// </remarks>
public ref struct WireReader(ReadOnlySpan<byte> frame)
{
    /// <summary>The most elements any array may claim (Kafka 4.4's own bound).</summary>
    public const int ArrayCountMax = 1_000_000;

    /// <summary>The most tagged fields one section may claim (Kafka 4.4's own bound).</summary>
    public const int TaggedFieldCountMax = 10_000;

    private readonly int _length = frame.Length;
    private ReadOnlySpan<byte> _rest = frame;

    /// <summary>Whether any read so far went past the end or met a malformed value.</summary>
    public bool Failed { get; private set; }

    /// <summary>Bytes consumed so far.</summary>
    public readonly int Position => _length - _rest.Length;

    /// <summary>Bytes not yet consumed.</summary>
    public readonly int RemainingCount => _rest.Length;

    public readonly ReadOnlySpan<byte> Remaining => _rest;

    public void Fail()
    {
        Failed = true;
        _rest = default;
    }

    public bool ReadBoolean() => ReadInt8() != 0;
    public sbyte ReadInt8() => Take(1) is { IsEmpty: false } bytes ? (sbyte)bytes[0] : (sbyte)0;
    public short ReadInt16() => Take(2) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt16BigEndian(bytes) : (short)0;
    public ushort ReadUInt16() => (ushort)ReadInt16();
    public int ReadInt32() => Take(4) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt32BigEndian(bytes) : 0;
    public uint ReadUInt32() => (uint)ReadInt32();
    public long ReadInt64() => Take(8) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;
    public double ReadFloat64() => BitConverter.Int64BitsToDouble(ReadInt64());
    public Uuid ReadUuid() => Take(Uuid.ByteCount) is { IsEmpty: false } bytes ? Uuid.FromBytes(bytes) : default;

    /// <summary>Unsigned LEB128, at most 5 bytes.</summary>
    public uint ReadUnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var piece = Take(1);
            if (piece.IsEmpty) return 0;
            value |= (uint)(piece[0] & 0x7f) << shift;
            if (piece[0] < 0x80) return value;
        }

        Fail();
        return 0;
    }

    /// <summary>An array's count: -1 for null. Never more than the bytes left can hold.</summary>
    /// <param name="elementSizeMin">The fewest bytes one element can take, at least 1.</param>
    public int ReadArrayCount(bool isFlexible, int elementSizeMin)
    {
        var count = isFlexible ? (long)ReadUnsignedVarint() - 1 : ReadInt32();
        if (count < -1 || count > ArrayCountMax || count * elementSizeMin > _rest.Length) Fail();
        return Failed ? 0 : (int)count;
    }

    /// <summary>The bytes of a nullable <c>string</c>, without decoding them; <paramref name="isNull"/> tells null from empty.</summary>
    public ReadOnlySpan<byte> ReadStringSpan(bool isFlexible, out bool isNull) =>
        ReadCounted(isFlexible ? (long)ReadUnsignedVarint() - 1 : ReadInt16(), out isNull);

    /// <summary>The bytes of a nullable <c>bytes</c> or <c>records</c> field, in place.</summary>
    public ReadOnlySpan<byte> ReadBytesSpan(bool isFlexible, out bool isNull) =>
        ReadCounted(isFlexible ? (long)ReadUnsignedVarint() - 1 : ReadInt32(), out isNull);

    public string? ReadNullableString(bool isFlexible)
    {
        var bytes = ReadStringSpan(isFlexible, out var isNull);
        return isNull ? null : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A string that may not be null; null fails the frame.</summary>
    public string ReadString(bool isFlexible)
    {
        if (ReadNullableString(isFlexible) is { } text) return text;
        Fail();
        return "";
    }

    public byte[]? ReadNullableBytes(bool isFlexible)
    {
        var bytes = ReadBytesSpan(isFlexible, out var isNull);
        return isNull ? null : bytes.ToArray();
    }

    public byte[] ReadBytes(bool isFlexible)
    {
        if (ReadNullableBytes(isFlexible) is { } bytes) return bytes;
        Fail();
        return [];
    }

    /// <summary>The count that opens a section of tagged fields.</summary>
    public int ReadTaggedFieldCount()
    {
        var count = ReadUnsignedVarint();
        if (count > TaggedFieldCountMax || count * 2L > _rest.Length) Fail();
        return Failed ? 0 : (int)count;
    }

    /// <summary>Skips a whole section of tagged fields, for structures that define none.</summary>
    public void SkipTaggedFields()
    {
        for (var left = ReadTaggedFieldCount(); left > 0 && !Failed; left--)
        {
            ReadUnsignedVarint();
            Skip((int)Math.Min(ReadUnsignedVarint(), int.MaxValue));
        }
    }

    /// <summary>Opens one tagged field: a reader over its bytes alone, so that it cannot read past its stated size.</summary>
    public WireReader ReadTaggedField(out uint tag)
    {
        tag = ReadUnsignedVarint();
        return new WireReader(Take((int)Math.Min(ReadUnsignedVarint(), int.MaxValue)));
    }

    public void Skip(int byteCount) => Take(byteCount);

    /// <summary>The next <paramref name="byteCount"/> bytes, or nothing and a failure.</summary>
    public ReadOnlySpan<byte> Take(int byteCount)
    {
        if ((uint)byteCount > (uint)_rest.Length)
        {
            Fail();
            return default;
        }

        var taken = _rest[..byteCount];
        _rest = _rest[byteCount..];
        return taken;
    }

    private ReadOnlySpan<byte> ReadCounted(long byteCount, out bool isNull)
    {
        isNull = byteCount == -1 && !Failed;
        if (isNull) return default;
        if (byteCount is >= 0 and <= int.MaxValue) return Take((int)byteCount);
        Fail();
        return default;
    }
}
