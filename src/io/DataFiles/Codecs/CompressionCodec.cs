using System.Collections.Immutable;
using System.IO.Compression;
using ICSharpCode.SharpZipLib.BZip2;
using Levada.Transfer;
using Levada.Transfer.Targets;
using ZstdSharp;

namespace Levada.DataFiles.Codecs;

/// <summary>One way of compressing a file, in the form that Hadoop's codec of that name writes and reads.</summary>
/// <param name="Name">Sqoop's short name.</param>
/// <param name="Extension">What files end in, with the dot.</param>
/// <param name="Compress">Opens a stream that compresses into the given one.</param>
/// <param name="Decompress">Opens a stream that reads the given one to its end, over any number of members.
/// It throws <see cref="InvalidDataException"/> on bytes that are damaged or cut off.</param>
internal sealed record CompressionCodec(string Name, string Extension, Func<Stream, MemberStream> Compress, Func<Stream, Stream> Decompress)
{
    private const int ZstdLevel = 3;
    private const int BZip2BlockSize = 9;

    private static readonly byte[] s_emptyGzip = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] s_emptyZlib = [0x78, 0x9C, 3, 0, 0, 0, 0, 1];
    private static readonly byte[] s_emptyBZip2 = [.. "BZh9"u8, 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, 0, 0, 0, 0];
    private static readonly byte[] s_emptyZstd = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58, 1, 0, 0];

    public static ImmutableArray<CompressionCodec> All { get; } =
    [
        new(
            CodecNames.Gzip,
            ".gz",
            output => new FramedMemberStream(
                output, member => new GZipStream(member, CompressionLevel.Optimal, leaveOpen: true), s_emptyGzip),
            input => new InflatingStream(input, isGzip: true)),
        new(
            CodecNames.BZip2,
            ".bz2",
            output => new FramedMemberStream(
                output, member => new BZip2OutputStream(member, BZip2BlockSize) { IsStreamOwner = false }, s_emptyBZip2),
            input => new BZip2MembersStream(input)),
        new(
            CodecNames.Deflate,
            ".deflate",
            output => new FramedMemberStream(
                output, member => new ZLibStream(member, CompressionLevel.Optimal, leaveOpen: true), s_emptyZlib),
            input => new InflatingStream(input, isGzip: false)),
        new(
            CodecNames.Snappy,
            ".snappy",
            output => new HadoopBlockWriter(output, new SnappyBlocks()),
            input => new HadoopBlockReader(input, new SnappyBlocks())),
        new(
            CodecNames.Lz4,
            ".lz4",
            output => new HadoopBlockWriter(output, new Lz4Blocks()),
            input => new HadoopBlockReader(input, new Lz4Blocks())),
        new(
            CodecNames.Zstandard,
            ".zst",
            output => new FramedMemberStream(
                output, member => new CompressionStream(member, ZstdLevel, leaveOpen: true), s_emptyZstd),
            input => new ZstdMembersStream(input)),
    ];

    /// <summary>The codec of that name or class name; null for <c>none</c>.</summary>
    /// <exception cref="TransferException">There is none, or it is not offered.</exception>
    public static CompressionCodec? Find(string name)
    {
        var shortName = CodecNames.Resolve(name);
        return All.FirstOrDefault(codec => codec.Name == shortName);
    }

    /// <summary>The codec that a file's name tells, without regard to case; null when it tells none.</summary>
    /// <exception cref="TransferException">The name tells a codec that is not offered.</exception>
    public static CompressionCodec? OfFile(string path)
    {
        var extension = Path.GetExtension(path);
        if (extension.Equals(".lzo", StringComparison.OrdinalIgnoreCase) || extension.Equals(".lzo_deflate", StringComparison.OrdinalIgnoreCase))
            throw new TransferException($"Cannot read {path}: lzo is not offered.");
        return All.FirstOrDefault(codec => codec.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase));
    }
}
