namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>The names under which Hadoop knows compression codecs.</summary>
internal static class CodecNames
{
    /// <summary>The short name in lower case; null for <c>none</c>.</summary>
    /// <exception cref="UsageException">A name that nothing bears, or a codec that is not offered.</exception>
    public static string? Resolve(string name)
    {
        // A class is known by its last part: org.apache.hadoop.io.compress.GzipCodec.
        var simple = name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant();
        if (simple.EndsWith("codec", StringComparison.Ordinal)) simple = simple[..^"codec".Length];
        return simple switch
        {
            "none" => null,
            "default" or "deflate" => "deflate",
            "gzip" or "bzip2" or "snappy" or "lz4" => simple,
            "zstd" or "zst" or "zstandard" => "zstd",
            "lzo" or "lzop" => throw new UsageException($"Compression codec {name} is not offered: choose gzip, bzip2, deflate, snappy, lz4 or zstd."),
            _ => throw new UsageException($"Unknown compression codec: {name}"),
        };
    }
}
