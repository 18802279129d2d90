using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;

namespace Levada.DataFiles.Blocks;

/// <summary>Blocks that are whole streams of a stream codec.</summary>
internal sealed class StreamCodec(Func<Stream, Stream> compress, Func<Stream, Stream> decompress) : BlockCodec
{
    private const int BZip2BlockSize = 9;

    /// <summary>Deflate without a header.</summary>
    /// <param name="level">0 to 9; null: the library's choice.</param>
    public static StreamCodec Deflate(int? level) => new(
        to => level is { } given
            ? new DeflateStream(to, new ZLibCompressionOptions { CompressionLevel = given }, leaveOpen: true)
            : new DeflateStream(to, CompressionLevel.Optimal, leaveOpen: true),
        from => new DeflateStream(from, CompressionMode.Decompress));

    public static StreamCodec Gzip() => new(
        static to => new GZipStream(to, CompressionLevel.Optimal, leaveOpen: true),
        static from => new GZipStream(from, CompressionMode.Decompress));

    public static StreamCodec Brotli() => new(
        static to => new BrotliStream(to, CompressionLevel.Optimal, leaveOpen: true),
        static from => new BrotliStream(from, CompressionMode.Decompress));

    public static StreamCodec BZip2() => new(
        static to => new BZip2OutputStream(to, BZip2BlockSize) { IsStreamOwner = false },
        static from => new BZip2InputStream(from));

    public override void Compress(ArraySegment<byte> block, BlockBuffer output)
    {
        using var stream = compress(new BlockStream(output));
        stream.Write(block);
    }

    protected override void Expand(ArraySegment<byte> block, BlockBuffer output, int lengthMax)
    {
        using var stream = decompress(new MemoryStream(block.Array!, block.Offset, block.Count, writable: false));
        CopyBounded(stream, output, lengthMax);
    }
}
