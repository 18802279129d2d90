using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Levada.Records;

/// <summary>CRC-32C by folding eight 256-bit registers, for processors (and native builds) without AVX-512.</summary>
/// <remarks>As <see cref="Crc32CFolding"/>, over the same distance.</remarks>
internal static class Crc32CFolding256
{
    internal const int ByteCountMin = StrideByteCount;

    private const int RegisterByteCount = 32;
    private const int StrideByteCount = 8 * RegisterByteCount;

    internal static bool IsSupported => Pclmulqdq.V256.IsSupported && Sse42.X64.IsSupported;

    /// <param name="state">The CRC register, inverted already.</param>
    /// <param name="bytes">At least <see cref="ByteCountMin"/>.</param>
    internal static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        ref var at = ref MemoryMarshal.GetReference(bytes);
        var left = bytes.Length - StrideByteCount;
        var r0 = Load(ref at, 0) ^ Vector256.CreateScalar((ulong)state);
        Vector256<ulong> r1 = Load(ref at, 1), r2 = Load(ref at, 2), r3 = Load(ref at, 3);
        Vector256<ulong> r4 = Load(ref at, 4), r5 = Load(ref at, 5), r6 = Load(ref at, 6), r7 = Load(ref at, 7);
        at = ref Unsafe.Add(ref at, StrideByteCount);
        var by2048 = Vector256.Create(Vector128.Create(Crc32CFolding.Low2048, Crc32CFolding.High2048));
        for (; left >= StrideByteCount; left -= StrideByteCount)
        {
            r0 = Fold(r0, by2048) ^ Load(ref at, 0);
            r1 = Fold(r1, by2048) ^ Load(ref at, 1);
            r2 = Fold(r2, by2048) ^ Load(ref at, 2);
            r3 = Fold(r3, by2048) ^ Load(ref at, 3);
            r4 = Fold(r4, by2048) ^ Load(ref at, 4);
            r5 = Fold(r5, by2048) ^ Load(ref at, 5);
            r6 = Fold(r6, by2048) ^ Load(ref at, 6);
            r7 = Fold(r7, by2048) ^ Load(ref at, 7);
            at = ref Unsafe.Add(ref at, StrideByteCount);
        }

        // Halving keeps the chain of dependent products short.
        var by1024 = Vector256.Create(Vector128.Create(Crc32CFolding.Low1024, Crc32CFolding.High1024));
        var by512 = Vector256.Create(Vector128.Create(Crc32CFolding.Low512, Crc32CFolding.High512));
        var by256 = Vector256.Create(Vector128.Create(Crc32CFolding.Low256, Crc32CFolding.High256));
        r4 ^= Fold(r0, by1024);
        r5 ^= Fold(r1, by1024);
        r6 ^= Fold(r2, by1024);
        r7 ^= Fold(r3, by1024);
        var folded = Fold(r4, by512) ^ r6;
        folded = Fold(folded, by256) ^ Fold(r5, by512) ^ r7;
        for (; left >= RegisterByteCount; left -= RegisterByteCount)
        {
            folded = Fold(folded, by256) ^ Load(ref at, 0);
            at = ref Unsafe.Add(ref at, RegisterByteCount);
        }

        return Crc32C.AppendOneWay(Reduce(folded), MemoryMarshal.CreateReadOnlySpan(ref at, left));
    }

    private static uint Reduce(Vector256<ulong> folded)
    {
        var by128 = Vector128.Create(Crc32CFolding.Low128, Crc32CFolding.High128);
        var low = folded.GetLower();
        var lane = Pclmulqdq.CarrylessMultiply(low, by128, 0x00) ^ Pclmulqdq.CarrylessMultiply(low, by128, 0x11) ^ folded.GetUpper();
        return (uint)Sse42.X64.Crc32(Sse42.X64.Crc32(0, lane.GetElement(0)), lane.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Load(ref byte at, int register) =>
        Vector256.LoadUnsafe(ref Unsafe.Add(ref at, register * RegisterByteCount)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Fold(Vector256<ulong> register, Vector256<ulong> constants) =>
        Pclmulqdq.V256.CarrylessMultiply(register, constants, 0x00) ^ Pclmulqdq.V256.CarrylessMultiply(register, constants, 0x11);
}
