using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>Writes small integers as a mixture of runs and groups of packed bits.</summary>
/// <remarks>Source: parquet-format, "Run Length Encoding / Bit-Packing Hybrid".</remarks>
internal static class HybridEncoder
{
    private const int GroupSize = 8;

    /// <param name="values">Each fits the width.</param>
    /// <param name="bitWidth">1 to 32.</param>
    /// <param name="output">Receives the bytes, without a length before them.</param>
    public static void Write(ReadOnlySpan<int> values, int bitWidth, BlockBuffer output)
    {
        var packed = 0;
        for (var at = 0; at < values.Length;)
        {
            var run = RunLength(values[at..]);
            // Packed bits come in whole groups: the run first fills the group before it.
            var filler = (GroupSize - ((at - packed) % GroupSize)) % GroupSize;
            if (run - filler >= GroupSize)
            {
                WritePacked(values[packed..(at + filler)], bitWidth, output);
                WriteRun(values[at], run - filler, bitWidth, output);
                packed = at + run;
            }
            at += run;
        }
        WritePacked(values[packed..], bitWidth, output);
    }

    /// <summary>Writes one value many times.</summary>
    public static void WriteRun(int value, int count, int bitWidth, BlockBuffer output)
    {
        output.WriteVarint((ulong)count << 1);
        for (var shift = 0; shift < bitWidth; shift += 8)
            output.WriteByte((byte)(value >> shift));
    }

    private static int RunLength(ReadOnlySpan<int> values)
    {
        var end = values.IndexOfAnyExcept(values[0]);
        return end < 0 ? values.Length : end;
    }

    // Lowest bits first; the last group is filled up with zeros.
    private static void WritePacked(ReadOnlySpan<int> values, int bitWidth, BlockBuffer output)
    {
        if (values.IsEmpty)
            return;
        var groups = (values.Length + GroupSize - 1) / GroupSize;
        output.WriteVarint(((ulong)groups << 1) | 1);
        var byteCount = groups * bitWidth;
        var room = output.Reserve(byteCount)[..byteCount];
        room.Clear();
        var (bits, bitCount, at) = (0UL, 0, 0);
        foreach (var value in values)
        {
            bits |= (ulong)(uint)value << bitCount;
            for (bitCount += bitWidth; bitCount >= 8; bitCount -= 8, bits >>= 8)
                room[at++] = (byte)bits;
        }
        if (bitCount > 0)
            room[at] = (byte)bits;
        output.Advance(byteCount);
    }
}
