using K4os.Compression.LZ4;

namespace Levada.DataFiles.Blocks;

/// <summary>LZ4's raw block format, whose uncompressed length the file tells elsewhere.</summary>
internal sealed class Lz4Codec : BlockCodec
{
    // A byte of a match length stands for 255 bytes at most.
    private const long RatioMax = 255;

    /// <summary>The uncompressed length of the next block to be decompressed; the bytes must come out at exactly this.</summary>
    public int ExpectedLength { get; set; }

    public override void Compress(ArraySegment<byte> block, BlockBuffer output)
    {
        if (block.Count == 0)
        {
            // The format ends with a token even where nothing stands before it; the library leaves it out.
            output.WriteByte(0);
            return;
        }

        var room = output.Reserve(LZ4Codec.MaximumOutputSize(block.Count));
        output.Advance(LZ4Codec.Encode(block, room));
    }

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        if (ExpectedLength > lengthMax || ExpectedLength > (block.Count + 1) * RatioMax)
            throw TooLarge(lengthMax);
        if (ExpectedLength == 0 && block is { Count: 0 } or [0])
            return;
        var written = LZ4Codec.Decode(block, output.Reserve(ExpectedLength)[..ExpectedLength]);
        if (written != ExpectedLength)
            throw new InvalidDataException($"An LZ4 block gives {written} bytes, not {ExpectedLength}.");
        output.Advance(written);
    }
}
