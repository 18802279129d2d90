using Snappier;

namespace Levada.DataFiles.Codecs;

/// <summary>Raw snappy: a varint with the plain length, then literals and copies.</summary>
internal sealed class SnappyBlocks : IBlockCodec
{
    // What Hadoop allows for: 256 KiB less a sixth and 32 bytes.
    public int PlainBytesMax => (256 << 10) - ((256 << 10) / 6) - 32;

    public int CompressedBytesMax(int plainBytes) => Snappy.GetMaxCompressedLength(plainBytes);

    public int Compress(ReadOnlySpan<byte> plain, Span<byte> compressed) => Snappy.Compress(plain, compressed);

    public int PlainBytes(ReadOnlySpan<byte> compressed, int most)
    {
        var plainBytes = ReadLength(compressed);
        return plainBytes >= 0 && plainBytes <= most
            ? plainBytes
            : throw new InvalidDataException($"a snappy block says that it holds {(uint)plainBytes} bytes where at most {most} can follow");
    }

    public int Decompress(ReadOnlySpan<byte> compressed, Span<byte> plain)
    {
        try
        {
            return Snappy.Decompress(compressed, plain);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InvalidDataException("a snappy block is damaged", e);
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> compressed)
    {
        try
        {
            return Snappy.GetUncompressedLength(compressed);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw new InvalidDataException("a snappy block has no valid length", e);
        }
    }

    private static bool IsDamage(Exception e) => e is InvalidDataException or ArgumentException or IndexOutOfRangeException or OverflowException;
}
