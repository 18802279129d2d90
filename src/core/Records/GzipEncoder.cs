using System.IO.Compression;
using Levada.Protocol;

namespace Levada.Records;

/// <summary>Writes one gzip member.</summary>
internal static class GzipEncoder
{
    private static readonly byte[] s_emptyMember = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    public static void Encode(int level, ReadOnlySpan<byte> source, FrameBuffer target)
    {
        if (source.IsEmpty)
        {
            // The framework writes nothing at all for nothing, which no reader takes for a member.
            s_emptyMember.CopyTo(target.Append(s_emptyMember.Length));
            return;
        }

        using var gzip = new GZipStream(new FrameBufferStream(target), new ZLibCompressionOptions { CompressionLevel = level });
        gzip.Write(source);
    }
}
