using System.Buffers.Binary;
using K4os.Compression.LZ4;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>Writes LZ4 frames as Kafka's producers do: independent blocks of 64 KiB, no checksum but the header's.</summary>
internal static class Lz4Encoder
{
    private const int BlockByteCount = 64 * 1024;

    public static void Encode(int level, ReadOnlySpan<byte> source, FrameBuffer target)
    {
        WriteHeader(target);
        var engine = EngineLevel(level);
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(source.Length, BlockByteCount)];
            WriteBlock(engine, block, target);
            source = source[block.Length..];
        }

        target.Append(sizeof(uint)).Clear();
    }

    private static void WriteHeader(FrameBuffer target)
    {
        var header = target.Append(7);
        BinaryPrimitives.WriteUInt32LittleEndian(header, Lz4Frame.Magic);
        header[4] = Lz4Frame.Version | Lz4Frame.BlockIndependent;
        header[5] = Lz4Frame.BlockSize64KiB << 4;
        header[6] = (byte)(Xxh32.Compute(header[4..6]) >> 8);
    }

    private static void WriteBlock(LZ4Level engine, ReadOnlySpan<byte> block, FrameBuffer target)
    {
        var start = target.Length;
        var room = target.Append(sizeof(uint) + LZ4Codec.MaximumOutputSize(block.Length));
        var byteCount = LZ4Codec.Encode(block, room[sizeof(uint)..], engine);
        var sizeField = (uint)byteCount;
        if (byteCount <= 0 || byteCount >= block.Length)
        {
            block.CopyTo(room[sizeof(uint)..]);
            byteCount = block.Length;
            sizeField = (uint)byteCount | Lz4Frame.StoredBlock;
        }

        BinaryPrimitives.WriteUInt32LittleEndian(room, sizeField);
        target.Truncate(start + sizeof(uint) + byteCount);
    }

    // Kafka's default level, 9, has always meant the fast compressor; any other number is one of the high ones.
    private static LZ4Level EngineLevel(int level) =>
        level == Compression.DefaultLevel(CompressionCodec.Lz4)
            ? LZ4Level.L00_FAST
            : (LZ4Level)Math.Clamp(level, (int)LZ4Level.L03_HC, (int)LZ4Level.L12_MAX);
}
