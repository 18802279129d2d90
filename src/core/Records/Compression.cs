using Levada.Protocol;

namespace Levada.Records;

/// <summary>Compresses and decompresses the records of a batch: bytes in, bytes out.</summary>
public static class Compression
{
    // A target may not grow by more than the source could give at once; longer payloads come in pieces of this size.
    private const int PieceByteCountMax = 256 * 1024;
    private const int PieceByteCountMin = 4 * 1024;

    /// <summary>The level that stands for "as usual"; 0 where a codec has none.</summary>
    public static int DefaultLevel(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Gzip => -1,
        CompressionCodec.Lz4 => 9,
        CompressionCodec.Zstd => 3,
        _ => 0,
    };

    /// <summary>
    /// Whether Kafka allows the level: gzip 1 to 9 and -1, lz4 1 to 17, zstd -131072 to 22; the others ignore it.
    /// </summary>
    public static bool IsLevel(CompressionCodec codec, int level) => codec switch
    {
        CompressionCodec.Gzip => level is -1 or (>= 1 and <= 9),
        CompressionCodec.Lz4 => level is >= 1 and <= 17,
        CompressionCodec.Zstd => level is >= -131072 and <= 22,
        _ => true,
    };

    /// <summary>Compresses at the codec's default level.</summary>
    public static void Compress(CompressionCodec codec, ReadOnlySpan<byte> source, FrameBuffer target) =>
        Compress(codec, DefaultLevel(codec), source, target);

    /// <summary>Appends the compressed form of <paramref name="source"/> to <paramref name="target"/>.</summary>
    /// <param name="level">One that <see cref="IsLevel"/> allows.</param>
    public static void Compress(CompressionCodec codec, int level, ReadOnlySpan<byte> source, FrameBuffer target)
    {
        if (!IsLevel(codec, level)) throw new ArgumentOutOfRangeException(nameof(level), level, $"{codec} has no such level.");
        switch (codec)
        {
            case CompressionCodec.None: source.CopyTo(target.Append(source.Length)); break;
            case CompressionCodec.Gzip: GzipEncoder.Encode(level, source, target); break;
            case CompressionCodec.Snappy: SnappyEncoder.Encode(source, target); break;
            case CompressionCodec.Lz4: Lz4Encoder.Encode(level, source, target); break;
            case CompressionCodec.Zstd: ZstdEncoder.Encode(level, source, target); break;
            default: throw new ArgumentOutOfRangeException(nameof(codec), codec, "There is no such codec.");
        }
    }

    /// <summary>Appends the decompressed form of <paramref name="source"/>; on a failure the target is as before.</summary>
    /// <param name="byteCountMax">The most bytes it may have; nothing is allocated beyond it.</param>
    /// <returns>False if the source is malformed, the codec unknown or the bound passed.</returns>
    public static bool TryDecompress(CompressionCodec codec, ReadOnlySpan<byte> source, FrameBuffer target, int byteCountMax)
    {
        if (codec == CompressionCodec.None)
        {
            if (source.Length > byteCountMax) return false;
            source.CopyTo(target.Append(source.Length));
            return true;
        }

        if (codec is < CompressionCodec.None or > CompressionCodec.Zstd) return false;
        var start = target.Length;
        var decoder = PayloadDecoderPool.Rent(codec);
        decoder.Begin(byteCountMax);
        try
        {
            var isDecoded = TryDecode(decoder, source, target, byteCountMax);
            if (!isDecoded) target.Truncate(start);
            return isDecoded;
        }
        finally
        {
            decoder.End();
            PayloadDecoderPool.Return(codec, decoder);
        }
    }

    private static bool TryDecode(PayloadDecoder decoder, ReadOnlySpan<byte> source, FrameBuffer target, int byteCountMax)
    {
        var pieceByteCount = (int)Math.Clamp(source.Length * 4L, PieceByteCountMin, PieceByteCountMax);
        long byteCount = 0;
        while (true)
        {
            // One byte more than allowed shows a payload that is too large.
            var room = target.Append((int)Math.Min(pieceByteCount, byteCountMax - byteCount + 1));
            var status = decoder.Decode(ref source, room, out var written);
            target.Truncate(target.Length - room.Length + written);
            byteCount += written;
            if (status is DecodeStatus.Malformed or DecodeStatus.TooLarge || byteCount > byteCountMax) return false;
            if (status == DecodeStatus.Done) return true;
        }
    }
}
