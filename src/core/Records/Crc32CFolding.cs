using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Levada.Records;

/// <summary>CRC-32C by folding four 512-bit registers with VPCLMULQDQ.</summary>
/// <remarks>
/// A register holds a polynomial with its lowest bit as the highest power. Folding over D bits multiplies the low half
/// of each 128-bit lane by x^(D+63) and the high half by x^(D-1), both modulo the polynomial: the bit that a carry-less
/// product of reflected operands is short of makes up the difference. What is left of 128 bits goes through the CRC
/// instruction. Source: V. Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (Intel, 2009).
/// </remarks>
internal static class Crc32CFolding
{
    /// <summary>Fewer bytes are faster by other ways, or do not fill the registers.</summary>
    internal const int ByteCountMin = 256;

    internal const ulong Low2048 = 0xe9a5d8be_00000000;
    internal const ulong High2048 = 0x1426a815_00000000;
    internal const ulong Low1024 = 0x6577b245_00000000;
    internal const ulong High1024 = 0x7417153f_00000000;
    internal const ulong Low512 = 0x1c19243b_00000000;
    internal const ulong High512 = 0x75bba45b_00000000;
    internal const ulong Low384 = 0xa46ef4aa_00000000;
    internal const ulong High384 = 0x6051243f_00000000;
    internal const ulong Low256 = 0x33ccbbbc_00000000;
    internal const ulong High256 = 0xa2158b34_00000000;
    internal const ulong Low128 = 0x3743f7bd_00000000;
    internal const ulong High128 = 0x3171d430_00000000;

    private const int RegisterByteCount = 64;
    private const int StrideByteCount = 4 * RegisterByteCount;

    internal static bool IsSupported => Pclmulqdq.V512.IsSupported && Sse42.X64.IsSupported;

    /// <param name="state">The CRC register, inverted already.</param>
    /// <param name="bytes">At least <see cref="ByteCountMin"/>.</param>
    internal static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var left = bytes.Length - StrideByteCount;
        var first = Load(ref at, 0) ^ Vector512.CreateScalar((ulong)state);
        var second = Load(ref at, 1);
        var third = Load(ref at, 2);
        var fourth = Load(ref at, 3);
        at = ref Unsafe.Add(ref at, StrideByteCount);
        var by2048 = Vector512.Create(Vector128.Create(Low2048, High2048));
        for (; left >= StrideByteCount; left -= StrideByteCount)
        {
            first = Fold(first, by2048) ^ Load(ref at, 0);
            second = Fold(second, by2048) ^ Load(ref at, 1);
            third = Fold(third, by2048) ^ Load(ref at, 2);
            fourth = Fold(fourth, by2048) ^ Load(ref at, 3);
            at = ref Unsafe.Add(ref at, StrideByteCount);
        }

        var by512 = Vector512.Create(Vector128.Create(Low512, High512));
        var folded = Fold(Fold(Fold(first, by512) ^ second, by512) ^ third, by512) ^ fourth;
        for (; left >= RegisterByteCount; left -= RegisterByteCount)
        {
            folded = Fold(folded, by512) ^ Load(ref at, 0);
            at = ref Unsafe.Add(ref at, RegisterByteCount);
        }

        return Crc32C.AppendOneWay(Reduce(folded), MemoryMarshal.CreateReadOnlySpan(ref at, left));
    }

    private static uint Reduce(Vector512<ulong> folded)
    {
        // The last lane is where the others are folded to: it is not multiplied.
        var lanes = Fold(folded, Vector512.Create(Low384, High384, Low256, High256, Low128, High128, 0UL, 0UL));
        var halves = lanes.GetLower() ^ lanes.GetUpper();
        var lane = halves.GetLower() ^ halves.GetUpper() ^ folded.GetUpper().GetUpper();
        return (uint)Sse42.X64.Crc32(Sse42.X64.Crc32(0, lane.GetElement(0)), lane.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(ref byte at, int register) =>
        Vector512.LoadUnsafe(ref Unsafe.Add(ref at, register * RegisterByteCount)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Fold(Vector512<ulong> register, Vector512<ulong> constants) =>
        Pclmulqdq.V512.CarrylessMultiply(register, constants, 0x00)
        ^ Pclmulqdq.V512.CarrylessMultiply(register, constants, 0x11);
}
