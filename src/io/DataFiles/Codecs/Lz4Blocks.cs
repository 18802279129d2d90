using K4os.Compression.LZ4;

namespace Levada.DataFiles.Codecs;

/// <summary>Raw LZ4 blocks, which do not say how much they hold.</summary>
internal sealed class Lz4Blocks : IBlockCodec
{
    // The densest sequence turns 255 bytes into one, beside a few bytes at the ends.
    private const int ExpansionMax = 255;

    // What Hadoop allows for: 256 KiB less a 255th and 16 bytes.
    public int PlainBytesMax => (256 << 10) - ((256 << 10) / ExpansionMax) - 16;

    public int CompressedBytesMax(int plainBytes) => LZ4Codec.MaximumOutputSize(plainBytes);

    public int Compress(ReadOnlySpan<byte> plain, Span<byte> compressed) => LZ4Codec.Encode(plain, compressed);

    public int PlainBytes(ReadOnlySpan<byte> compressed, int most) => (int)Math.Min(most, ((long)compressed.Length + 1) * ExpansionMax);

    public int Decompress(ReadOnlySpan<byte> compressed, Span<byte> plain)
    {
        var plainBytes = LZ4Codec.Decode(compressed, plain);
        return plainBytes >= 0 ? plainBytes : throw new InvalidDataException("an LZ4 block is damaged or holds more than its length says");
    }
}
