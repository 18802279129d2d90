using Levada.DataFiles.Blocks;

namespace Levada.DataFiles.Parquet;

/// <summary>Constants of the format. Source: parquet-format 2.12.</summary>
internal static class ParquetFormat
{
    /// <summary>Length of the footer and the magic behind it.</summary>
    public const int TailSize = 8;

    public const string AvroSchemaKey = "parquet.avro.schema";

    public static ReadOnlySpan<byte> Magic => "PAR1"u8;

    /// <exception cref="InvalidDataException">The codec is not one of those that are read.</exception>
    public static BlockCodec Codec(ParquetCodec codec) => codec switch
    {
        ParquetCodec.None => new StoredCodec(),
        ParquetCodec.Snappy => new SnappyCodec(),
        ParquetCodec.Gzip => StreamCodec.Gzip(),
        ParquetCodec.Brotli => StreamCodec.Brotli(),
        ParquetCodec.Zstd => new ZstdCodec(),
        ParquetCodec.Lz4Raw => new Lz4Codec(),
        ParquetCodec.HadoopLz4 => new HadoopLz4Codec(),
        _ => throw new InvalidDataException($"The compression codec {codec} is not supported."),
    };
}
