namespace Levada.DataFiles.Blocks;

/// <summary>Blocks as they are.</summary>
internal sealed class StoredCodec : BlockCodec
{
    public override void Compress(ArraySegment<byte> block, BlockBuffer output) => output.Write(block);

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax) => output.Write(block);
}
