namespace Levada.Transfer.Targets;

/// <summary>The names under which compression codecs are asked for: Sqoop's short ones and Hadoop's class names.</summary>
public static class CodecNames
{
    public const string None = "none";
    public const string Gzip = "gzip";
    public const string BZip2 = "bzip2";
    public const string Deflate = "deflate";
    public const string Snappy = "snappy";
    public const string Lz4 = "lz4";
    public const string Zstandard = "zstd";

    /// <summary>The short name, in lower case, of a codec named in any of the accepted ways; <see cref="None"/> for no compression.</summary>
    /// <param name="name">A short name (<c>gzip</c>), a simple class name (<c>GzipCodec</c>) or a full one
    /// (<c>org.apache.hadoop.io.compress.GzipCodec</c>); case does not matter.</param>
    /// <exception cref="TransferException">The name is unknown, or the codec is one that is not offered (lzo).</exception>
    public static string Resolve(string name)
    {
        const string suffix = "codec";
        var simple = name.Trim()[(name.Trim().LastIndexOf('.') + 1)..].ToLowerInvariant();
        if (simple.Length > suffix.Length && simple.EndsWith(suffix, StringComparison.Ordinal))
            simple = simple[..^suffix.Length];
        return simple switch
        {
            None or Gzip or BZip2 or Deflate or Snappy or Lz4 => simple,
            // Hadoop's default codec is zlib under another name.
            "default" => Deflate,
            Zstandard or "zstandard" => Zstandard,
            "lzo" or "lzop" => throw new TransferException(
                $"UnsupportedCodecException: the codec {name} is not offered. Use one of: {Known}."),
            _ => throw new TransferException(
                $"UnsupportedCodecException: there is no compression codec {name}. Use one of: {Known}."),
        };
    }

    private static string Known => string.Join(", ", None, Gzip, BZip2, Deflate, Snappy, Lz4, Zstandard);
}
