using System.IO.Compression;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>Writes one gzip member.</summary>
internal static class GzipEncoder
{
    public static void Encode(int level, ReadOnlySpan<byte> source, FrameBuffer target)
    {
        using var gzip = new GZipStream(new FrameBufferStream(target), new ZLibCompressionOptions { CompressionLevel = level });
        gzip.Write(source);
    }
}
