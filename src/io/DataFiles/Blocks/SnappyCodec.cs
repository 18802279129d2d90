using Snappier;

namespace Levada.DataFiles.Blocks;

/// <summary>Snappy's raw block format.</summary>
internal sealed class SnappyCodec : BlockCodec
{
    public override void Compress(ArraySegment<byte> block, BlockBuffer output)
    {
        var room = output.Reserve(Snappy.GetMaxCompressedLength(block.Count));
        output.Advance(Snappy.Compress(block, room));
    }

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        var length = Snappy.GetUncompressedLength(block);
        // A copy of 64 bytes takes at least three: a greater claim is a lie, found before memory is taken.
        if (length < 0 || length > lengthMax || length > block.Count * 64L)
            throw TooLarge(lengthMax);
        output.Advance(Snappy.Decompress(block, output.Reserve(length)));
    }
}
