using Levada.DataFiles.Blocks;
using Levada.DataFiles.Codecs;

namespace Levada.DataFiles.Sequence;

/// <summary>Blocks that are whole streams of one of Hadoop's codecs.</summary>
internal sealed class HadoopBlockCodec(CompressionCodec codec) : BlockCodec
{
    public override void Compress(ArraySegment<byte> block, BlockBuffer output)
    {
        using var member = codec.Compress(new BlockStream(output));
        member.Write(block);
        member.Finish();
    }

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        using var stream = codec.Decompress(new MemoryStream(block.Array!, block.Offset, block.Count, writable: false));
        CopyBounded(stream, output, lengthMax);
    }
}
