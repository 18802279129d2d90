using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Levada.Records;

/// <summary>CRC-32C (Castagnoli), the checksum of record batches and producer snapshots.</summary>
/// <remarks>Source: RFC 3720, appendix B.4. Takes the widest carry-less multiplication the processor has.</remarks>
public static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> bytes) => Append(0, bytes);

    /// <summary>The CRC of what <paramref name="crc"/> covers followed by <paramref name="bytes"/>.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var state = ~crc;
        if (Crc32CFolding.IsSupported && bytes.Length >= Crc32CFolding.ByteCountMin)
            return ~Crc32CFolding.Append(state, bytes);
        if (Crc32CFolding256.IsSupported && bytes.Length >= Crc32CFolding256.ByteCountMin)
            return ~Crc32CFolding256.Append(state, bytes);
        if (Crc32CThreeWay.IsSupported && bytes.Length >= Crc32CThreeWay.ByteCountMin)
            return ~Crc32CThreeWay.Append(state, bytes);
        return ~AppendOneWay(state, bytes);
    }

    /// <summary>One chain of the processor's CRC instruction, or of the framework's table without one.</summary>
    internal static uint AppendOneWay(uint state, ReadOnlySpan<byte> bytes)
    {
        if (Sse42.X64.IsSupported) return AppendInstruction(state, bytes);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        foreach (var single in bytes[(words.Length * sizeof(ulong))..]) state = BitOperations.Crc32C(state, single);
        return state;
    }

    private static uint AppendInstruction(uint state, ReadOnlySpan<byte> bytes)
    {
        ulong wide = state;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words) wide = Sse42.X64.Crc32(wide, word);
        state = (uint)wide;
        foreach (var single in bytes[(words.Length * sizeof(ulong))..]) state = Sse42.Crc32(state, single);
        return state;
    }
}
