using System.Buffers.Binary;

namespace Levada.Transfer.Codegen;

/// <summary>Reads numbers from a Java class file; what is short sets <see cref="Failed"/>.</summary>
/// <remarks>Big-endian. After a failure every read yields zero.</remarks>
internal ref struct ClassFileReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public bool Failed { get; private set; }

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public byte ReadByte() => Take(sizeof(byte)) is { IsEmpty: false } taken ? taken[0] : (byte)0;

    public ushort ReadUInt16() => Take(sizeof(ushort)) is { IsEmpty: false } taken ? BinaryPrimitives.ReadUInt16BigEndian(taken) : (ushort)0;

    public uint ReadUInt32() => Take(sizeof(uint)) is { IsEmpty: false } taken ? BinaryPrimitives.ReadUInt32BigEndian(taken) : 0;

    public ReadOnlySpan<byte> Take(long byteCount)
    {
        Failed |= byteCount < 0 || byteCount > _rest.Length;
        if (Failed)
            return default;
        var taken = _rest[..(int)byteCount];
        _rest = _rest[(int)byteCount..];
        return taken;
    }
}
