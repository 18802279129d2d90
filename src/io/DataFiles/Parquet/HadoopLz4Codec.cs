using System.Buffers.Binary;
using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>The codec that files call LZ4: Hadoop's blocks, each with two big-endian lengths before it, or by some writers a raw block.</summary>
/// <remarks>Read only: the format's authors ask for nothing new to be written so.</remarks>
internal sealed class HadoopLz4Codec : BlockCodec
{
    private const int HeadSize = 8;

    private readonly Lz4Codec _raw = new();

    /// <summary>The uncompressed length of the next page.</summary>
    public int ExpectedLength { get; set; }

    public override void Compress(ArraySegment<byte> block, BlockBuffer output) => throw new NotSupportedException();

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        if (!IsFramed(block))
        {
            _raw.ExpectedLength = ExpectedLength;
            _raw.Decompress(block, output);
            return;
        }
        while (block.Count >= HeadSize)
        {
            _raw.ExpectedLength = (int)BinaryPrimitives.ReadUInt32BigEndian(block);
            var size = (int)BinaryPrimitives.ReadUInt32BigEndian(block[4..]);
            _raw.Decompress(block.Slice(HeadSize, size), output);
            block = block[(HeadSize + size)..];
        }
    }

    // Only lengths that add up to the page are lengths.
    private bool IsFramed(ArraySegment<byte> block)
    {
        var total = 0L;
        while (block.Count >= HeadSize)
        {
            total += BinaryPrimitives.ReadUInt32BigEndian(block);
            var size = BinaryPrimitives.ReadUInt32BigEndian(block[4..]);
            if (total > ExpectedLength || size > block.Count - HeadSize)
                return false;
            block = block[(HeadSize + (int)size)..];
        }
        return block.Count == 0 && total == ExpectedLength;
    }
}
