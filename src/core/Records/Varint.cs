using System.Numerics;

namespace Levada.Records;

/// <summary>The zig-zag variable-length integers of records: 7 bits a byte, least significant first.</summary>
/// <remarks>Source: Kafka protocol guide, VARINT and VARLONG.</remarks>
public static class Varint
{
    /// <summary>The most bytes a 32-bit value takes.</summary>
    public const int ByteCountMax = 5;

    /// <summary>The most bytes a 64-bit value takes.</summary>
    public const int LongByteCountMax = 10;

    public static int SizeOf(long value) => (70 - BitOperations.LeadingZeroCount(ZigZag(value) | 1)) / 7;

    /// <summary>Writes a value of either width; a 32-bit value has the same bytes in both.</summary>
    /// <returns>The count of bytes written.</returns>
    public static int Write(Span<byte> target, long value)
    {
        var rest = ZigZag(value);
        var count = 0;
        while (rest >= 0x80)
        {
            target[count++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        target[count++] = (byte)rest;
        return count;
    }

    /// <summary>Reads a 32-bit value.</summary>
    /// <param name="byteCount">The bytes it took; 0 if the bytes end inside it or it is longer than 5 bytes.</param>
    public static int Read(ReadOnlySpan<byte> source, out int byteCount)
    {
        uint value = 0;
        var countMax = Math.Min(source.Length, ByteCountMax);
        for (byteCount = 0; byteCount < countMax; byteCount++)
        {
            value |= (uint)(source[byteCount] & 0x7f) << (7 * byteCount);
            if (source[byteCount] >= 0x80) continue;
            byteCount++;
            return (int)(value >> 1) ^ -(int)(value & 1);
        }

        byteCount = 0;
        return 0;
    }

    /// <summary>Reads a 64-bit value.</summary>
    /// <param name="byteCount">The bytes it took; 0 if the bytes end inside it or it is longer than 10 bytes.</param>
    public static long ReadLong(ReadOnlySpan<byte> source, out int byteCount)
    {
        ulong value = 0;
        var countMax = Math.Min(source.Length, LongByteCountMax);
        for (byteCount = 0; byteCount < countMax; byteCount++)
        {
            value |= (ulong)(source[byteCount] & 0x7f) << (7 * byteCount);
            if (source[byteCount] >= 0x80) continue;
            byteCount++;
            return (long)(value >> 1) ^ -(long)(value & 1);
        }

        byteCount = 0;
        return 0;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));
}
