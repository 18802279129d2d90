using System.Buffers.Binary;

namespace Levada.Records;

/// <summary>What the start of a zstd frame says about the memory that decoding it takes.</summary>
/// <remarks>Source: RFC 8878, section 3.1.1.1.</remarks>
/// <param name="WindowByteCount">How far back the content may refer; 0 where it is not known from the bytes given.</param>
/// <param name="ContentByteCount">Bytes of the content; 0 where the frame does not say.</param>
internal readonly record struct ZstdFrameHeader(ulong WindowByteCount, ulong ContentByteCount)
{
    private const uint Magic = 0xFD2FB528;
    private const int DescriptorAt = 4;
    private const int SingleSegment = 0x20;
    private const int WindowLogMin = 10;

    /// <summary>Reads the header of the frame that the bytes open with; nothing is known of a skippable or broken one.</summary>
    public static ZstdFrameHeader Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length <= DescriptorAt || BinaryPrimitives.ReadUInt32LittleEndian(frame) != Magic) return default;
        var descriptor = frame[DescriptorAt];
        var rest = frame[(DescriptorAt + 1)..];
        var isSingleSegment = (descriptor & SingleSegment) != 0;
        ulong windowByteCount = 0;
        if (!isSingleSegment)
        {
            if (rest.IsEmpty) return default;
            var window = 1UL << (WindowLogMin + (rest[0] >> 3));
            windowByteCount = window + (window / 8 * (ulong)(rest[0] & 7));
            rest = rest[1..];
        }

        var dictionaryIdByteCount = (descriptor & 3) == 3 ? 4 : descriptor & 3;
        if (rest.Length < dictionaryIdByteCount) return new(windowByteCount, 0);
        var contentByteCount = ReadContentSize(rest[dictionaryIdByteCount..], descriptor >> 6, isSingleSegment);
        return new(isSingleSegment ? contentByteCount : windowByteCount, contentByteCount);
    }

    private static ulong ReadContentSize(ReadOnlySpan<byte> field, int sizeNumber, bool isSingleSegment) => sizeNumber switch
    {
        0 when isSingleSegment && field.Length >= 1 => field[0],
        1 when field.Length >= 2 => BinaryPrimitives.ReadUInt16LittleEndian(field) + 256UL,
        2 when field.Length >= 4 => BinaryPrimitives.ReadUInt32LittleEndian(field),
        3 when field.Length >= 8 => BinaryPrimitives.ReadUInt64LittleEndian(field),
        _ => 0,
    };
}
