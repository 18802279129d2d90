using System.Numerics;
using Levada.Transfer;

namespace Levada.DataFiles.Blocks;

/// <summary>Bytes that grow at the end: a block that is being put together, or what a codec makes of one.</summary>
internal sealed class BlockBuffer
{
    private const int LengthKept = 4 << 20;

    private byte[] _bytes = new byte[256];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ArraySegment<byte> Segment => new(_bytes, 0, Length);

    /// <summary>At least so many bytes of room, to be filled from the front and taken by <see cref="Advance"/>.</summary>
    /// <exception cref="TransferException">The block would be larger than an array can be.</exception>
    public Span<byte> Reserve(int byteCount)
    {
        if (_bytes.Length - Length < byteCount)
            Grow(byteCount);
        return _bytes.AsSpan(Length);
    }

    public void Advance(int byteCount) => Length += byteCount;

    public void WriteByte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Appends an unsigned integer in groups of seven bits, the lowest first.</summary>
    public void WriteVarint(ulong value)
    {
        var room = Reserve(10);
        var length = 0;
        for (; value >= 0x80; value >>= 7)
            room[length++] = (byte)(value | 0x80);
        room[length++] = (byte)value;
        Length += length;
    }

    /// <summary>Appends a signed integer so that small magnitudes are short. Source: Avro and Thrift, "zig-zag".</summary>
    public void WriteZigZag(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Forgets all but the first bytes.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>Forgets the bytes and keeps the memory, except what an unusually large block left behind.</summary>
    public void Clear()
    {
        if (_bytes.Length > LengthKept)
            _bytes = new byte[256];
        Length = 0;
    }

    private void Grow(int byteCount)
    {
        var needed = (long)Length + byteCount;
        if (needed > Array.MaxLength)
            throw new TransferException("A block of a file would be larger than 2 GiB: a value is too large for this layout.");
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)BitOperations.RoundUpToPowerOf2((uint)needed), 256)));
    }
}
