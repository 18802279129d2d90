using System.Buffers.Binary;
using Levada.Protocol;
using Snappier;

namespace Levada.Records;

/// <summary>Writes snappy in xerial framing with its usual blocks of 32 KiB.</summary>
internal static class SnappyEncoder
{
    private const int BlockByteCount = 32 * 1024;

    public static void Encode(ReadOnlySpan<byte> source, FrameBuffer target)
    {
        SnappyFraming.WriteHeader(target.Append(SnappyFraming.HeaderByteCount));
        while (!source.IsEmpty)
        {
            var block = source[..Math.Min(source.Length, BlockByteCount)];
            var start = target.Length;
            var room = target.Append(sizeof(int) + Snappy.GetMaxCompressedLength(block.Length));
            var byteCount = Snappy.Compress(block, room[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(room, byteCount);
            target.Truncate(start + sizeof(int) + byteCount);
            source = source[block.Length..];
        }
    }
}
