using Levada.Transfer.Options;

namespace Levada.Transfer.Targets;

/// <summary>Codecs that a layout knows, and the names that files get by layout and codec.</summary>
public static class LayoutNames
{
    /// <summary>The codec that the files of a run are compressed with; null: none.</summary>
    /// <exception cref="TransferException">The layout does not know the codec asked for.</exception>
    public static string? Codec(TransferOptions options) => Codec(options.Layout, options.IsCompressed, options.CompressionCodec);

    /// <summary>The codec that the files of a run are compressed with, by the name that this layout has for it; null: none.</summary>
    /// <param name="layout">The format of the files.</param>
    /// <param name="isCompressed"><c>--compress</c>, which alone means the layout's own codec.</param>
    /// <param name="codec">The short name given with <c>--compression-codec</c>, in lower case; it implies <c>--compress</c>.</param>
    /// <exception cref="TransferException">The layout does not know the codec asked for.</exception>
    public static string? Codec(FileLayout layout, bool isCompressed, string? codec)
    {
        if (codec is null && !isCompressed)
            return null;
        return layout switch
        {
            FileLayout.Avro => AvroCodec(codec ?? "default"),
            FileLayout.Parquet => ParquetCodec(codec ?? "default"),
            _ => StreamCodec(layout, codec ?? "gzip"),
        };
    }

    /// <summary>What stands behind <c>part-m-00000</c>.</summary>
    /// <param name="layout">The format of the files.</param>
    /// <param name="codec">As <see cref="Codec(FileLayout,bool,string)"/> answers it.</param>
    public static string Extension(FileLayout layout, string? codec) => layout switch
    {
        FileLayout.Sequence => "",
        FileLayout.Avro => ".avro",
        FileLayout.Parquet => ParquetPrefix(codec) + ".parquet",
        _ => codec switch
        {
            null => "",
            "gzip" => ".gz",
            "bzip2" => ".bz2",
            "zstd" => ".zst",
            _ => "." + codec,
        },
    };

    private static string ParquetPrefix(string? codec) => codec switch
    {
        null => "",
        "gzip" => ".gz",
        "lz4" => ".lz4raw",
        _ => "." + codec,
    };

    private static string? StreamCodec(FileLayout layout, string codec) => codec switch
    {
        "none" => null,
        "gzip" or "bzip2" or "deflate" or "snappy" or "lz4" => codec,
        "default" => "deflate",
        "zstd" or "zstandard" => "zstd",
        _ => throw Unsupported(layout, codec, "gzip, bzip2, deflate, snappy, lz4, zstd"),
    };

    private static string? AvroCodec(string codec) => codec switch
    {
        "none" or "null" => null,
        "deflate" or "default" => "deflate",
        "snappy" or "bzip2" => codec,
        "zstd" or "zstandard" => "zstandard",
        _ => throw Unsupported(FileLayout.Avro, codec, "deflate, snappy, bzip2, zstandard"),
    };

    private static string? ParquetCodec(string codec) => codec switch
    {
        "none" or "uncompressed" => null,
        "default" => "gzip",
        "snappy" or "gzip" or "lz4" => codec,
        "zstd" or "zstandard" => "zstd",
        _ => throw Unsupported(FileLayout.Parquet, codec, "snappy, gzip, zstd, lz4"),
    };

    private static TransferException Unsupported(FileLayout layout, string codec, string known)
    {
        var files = layout switch
        {
            FileLayout.Text => "text files",
            FileLayout.Sequence => "SequenceFiles",
            _ => $"{layout} files",
        };
        return new TransferException($"UnsupportedCodecException: {codec} is no compression codec for {files}. Known ones: {known}.");
    }
}
