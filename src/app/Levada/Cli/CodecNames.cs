using System.CommandLine;
using Levada.Records;

namespace Levada.Cli;

/// <summary>Compression and acknowledgements by name, for the commands that produce.</summary>
internal static class CodecNames
{
    /// <exception cref="UsageException">There is no such codec.</exception>
    public static CompressionCodec Parse(string? name) => name switch
    {
        null or "none" => CompressionCodec.None,
        "gzip" => CompressionCodec.Gzip,
        "snappy" => CompressionCodec.Snappy,
        "lz4" => CompressionCodec.Lz4,
        "zstd" => CompressionCodec.Zstd,
        _ => throw new UsageException($"'{name}' is no compression: none, gzip, snappy, lz4 or zstd"),
    };

    /// <exception cref="UsageException">Not 0, 1 or all.</exception>
    public static short ParseAcks(string? text) => text switch
    {
        null or "all" or "-1" => -1,
        "0" => 0,
        "1" => 1,
        _ => throw new UsageException($"'{text}' is no number of acknowledgements: 0, 1 or all"),
    };

    public static Option<string> CodecOption() =>
        new("--codec", "-z") { Description = "Compression of batches [default: none]", HelpName = "none|gzip|snappy|lz4|zstd" };

    public static Option<string> AcksOption() =>
        new("--acks") { Description = "Acknowledgements to wait for [default: all]", HelpName = "0|1|all" };
}
