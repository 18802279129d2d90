using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;

namespace Levada.DataFiles.Blocks;

/// <summary>Snappy as Avro has it: a raw block and the big-endian CRC-32 of the uncompressed bytes.</summary>
internal sealed class AvroSnappyCodec : BlockCodec
{
    private readonly SnappyCodec _snappy = new();
    private readonly Crc32 _crc = new();

    public override void Compress(ArraySegment<byte> block, BlockBuffer output)
    {
        _snappy.Compress(block, output);
        BinaryPrimitives.WriteUInt32BigEndian(output.Reserve(sizeof(uint)), Checksum(block));
        output.Advance(sizeof(uint));
    }

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        if (block.Count < sizeof(uint))
            throw new InvalidDataException("A snappy block is too short for its checksum.");
        var start = output.Length;
        _snappy.Decompress(block[..^sizeof(uint)], output);
        if (Checksum(output.Segment[start..]) != BinaryPrimitives.ReadUInt32BigEndian(block.AsSpan()[^sizeof(uint)..]))
            throw new InvalidDataException("A snappy block's checksum is wrong.");
    }

    private uint Checksum(ArraySegment<byte> bytes)
    {
        _crc.Reset();
        _crc.Update(bytes);
        return (uint)_crc.Value;
    }
}
