namespace Levada.DataFiles.Codecs;

/// <summary>Compresses one block of bytes at a time, without any framing.</summary>
internal interface IBlockCodec
{
    /// <summary>Bytes that a block may hold so that its compressed form fits the 256 KiB buffer of Hadoop's reader, whatever they are.</summary>
    int PlainBytesMax { get; }

    /// <summary>Bytes that so many may become at the worst.</summary>
    int CompressedBytesMax(int plainBytes);

    /// <summary>Answers the number of bytes written to <paramref name="compressed"/>, which has room for the worst.</summary>
    int Compress(ReadOnlySpan<byte> plain, Span<byte> compressed);

    /// <summary>Bytes of room that <see cref="Decompress"/> needs for a block, at most <paramref name="most"/>; more are refused.</summary>
    /// <exception cref="InvalidDataException">The block is none, or says that it holds more.</exception>
    int PlainBytes(ReadOnlySpan<byte> compressed, int most);

    /// <summary>Answers the number of bytes written to <paramref name="plain"/>.</summary>
    /// <exception cref="InvalidDataException">The block is damaged or does not fit.</exception>
    int Decompress(ReadOnlySpan<byte> compressed, Span<byte> plain);
}
