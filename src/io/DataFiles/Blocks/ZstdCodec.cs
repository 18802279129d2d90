using ZstdSharp;
using ZstdSharp.Unsafe;

namespace Levada.DataFiles.Blocks;

/// <summary>A Zstandard frame for each block.</summary>
internal sealed class ZstdCodec : BlockCodec
{
    private const int Level = 3;

    // 32 MiB: what a frame's header may make the decoder allocate.
    private const int WindowLogMax = 25;

    private readonly Compressor _compressor = new(Level);

    public override void Compress(ArraySegment<byte> block, BlockBuffer output)
    {
        var room = output.Reserve(Compressor.GetCompressBound(block.Count));
        output.Advance(_compressor.Wrap(block, room));
    }

    public override void Dispose()
    {
        base.Dispose();
        _compressor.Dispose();
    }

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        using var stream = new DecompressionStream(new MemoryStream(block.Array!, block.Offset, block.Count, writable: false));
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, WindowLogMax);
        CopyBounded(stream, output, lengthMax);
    }
}
