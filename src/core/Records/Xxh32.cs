using System.Buffers.Binary;
using System.Numerics;

namespace Levada.Records;

/// <summary>xxHash with 32 bits and seed 0, the checksum inside LZ4 frames.</summary>
/// <remarks>Source: xxHash specification, "XXH32 algorithm description".</remarks>
internal static class Xxh32
{
    private const uint Prime1 = 0x9E3779B1;
    private const uint Prime2 = 0x85EBCA77;
    private const uint Prime3 = 0xC2B2AE3D;
    private const uint Prime4 = 0x27D4EB2F;
    private const uint Prime5 = 0x165667B1;
    private const int StripeByteCount = 16;

    public static uint Compute(ReadOnlySpan<byte> bytes)
    {
        var byteCount = (uint)bytes.Length;
        var hash = bytes.Length >= StripeByteCount ? Stripes(ref bytes) : Prime5;
        hash += byteCount;
        for (; bytes.Length >= sizeof(uint); bytes = bytes[sizeof(uint)..])
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime3), 17) * Prime4;
        foreach (var single in bytes) hash = BitOperations.RotateLeft(hash + (single * Prime5), 11) * Prime1;
        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private static uint Stripes(ref ReadOnlySpan<byte> bytes)
    {
        uint first = unchecked(Prime1 + Prime2), second = Prime2, third = 0, fourth = unchecked(0 - Prime1);
        for (; bytes.Length >= StripeByteCount; bytes = bytes[StripeByteCount..])
        {
            first = Round(first, bytes);
            second = Round(second, bytes[4..]);
            third = Round(third, bytes[8..]);
            fourth = Round(fourth, bytes[12..]);
        }

        return BitOperations.RotateLeft(first, 1) + BitOperations.RotateLeft(second, 7)
            + BitOperations.RotateLeft(third, 12) + BitOperations.RotateLeft(fourth, 18);
    }

    private static uint Round(uint lane, ReadOnlySpan<byte> bytes) =>
        BitOperations.RotateLeft(lane + (BinaryPrimitives.ReadUInt32LittleEndian(bytes) * Prime2), 13) * Prime1;
}
