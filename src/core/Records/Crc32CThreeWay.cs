using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Levada.Records;

/// <summary>CRC-32C in three chains at once, which hides the CRC instruction's latency, joined by PCLMULQDQ.</summary>
/// <remarks>
/// A chain of n bytes in front moves on by x^(8n); the product of two reflected 32-bit values is one bit short, and the
/// CRC instruction that reduces it multiplies by x^32, so the constants are x^(8n-33) modulo the polynomial.
/// </remarks>
internal static class Crc32CThreeWay
{
    internal const int LongChainByteCount = 1024;
    internal const int ShortChainByteCount = 256;
    internal const int ByteCountMin = 3 * ShortChainByteCount;

    internal const uint TwoLongChains = 0xa51b6135;
    internal const uint OneLongChain = 0x170076fa;
    internal const uint TwoShortChains = 0xdd7e3b0c;
    internal const uint OneShortChain = 0xb9e02b86;

    internal static bool IsSupported => Pclmulqdq.IsSupported && Sse42.X64.IsSupported;

    /// <param name="state">The CRC register, inverted already.</param>
    internal static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= 3 * LongChainByteCount)
        {
            state = AppendChains(state, bytes[..(3 * LongChainByteCount)], TwoLongChains, OneLongChain);
            bytes = bytes[(3 * LongChainByteCount)..];
        }

        while (bytes.Length >= 3 * ShortChainByteCount)
        {
            state = AppendChains(state, bytes[..(3 * ShortChainByteCount)], TwoShortChains, OneShortChain);
            bytes = bytes[(3 * ShortChainByteCount)..];
        }

        return Crc32C.AppendOneWay(state, bytes);
    }

    private static uint AppendChains(uint state, ReadOnlySpan<byte> bytes, uint twoChains, uint oneChain)
    {
        var chainWordCount = (nuint)(bytes.Length / 3 / sizeof(ulong));
        ref var first = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(bytes));
        ref var second = ref Unsafe.Add(ref first, chainWordCount);
        ref var third = ref Unsafe.Add(ref second, chainWordCount);
        // The instruction itself: in a native build the framework's wrapper would ask at every word whether it exists.
        ulong firstState = state, secondState = 0, thirdState = 0;
        for (nuint i = 0; i < chainWordCount; i++)
        {
            firstState = Sse42.X64.Crc32(firstState, Unsafe.Add(ref first, i));
            secondState = Sse42.X64.Crc32(secondState, Unsafe.Add(ref second, i));
            thirdState = Sse42.X64.Crc32(thirdState, Unsafe.Add(ref third, i));
        }

        return (uint)thirdState
            ^ (uint)Sse42.X64.Crc32(0, Multiply(firstState, twoChains) ^ Multiply(secondState, oneChain));
    }

    private static ulong Multiply(ulong state, uint constant) =>
        Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(state), Vector128.CreateScalar((ulong)constant), 0).ToScalar();
}
