using Levada.DataFiles.Blocks;
using Levada.Transfer;

namespace Levada.DataFiles.Avro;

/// <summary>Constants of the container format. Source: Avro specification, "Object Container Files".</summary>
internal static class AvroFormat
{
    public const int SyncSize = 16;
    public const string SchemaKey = "avro.schema";
    public const string CodecKey = "avro.codec";

    /// <summary>Bytes of values after which a block ends, as Avro's Java library has it.</summary>
    public const int BlockBytes = 64_000;

    public static ReadOnlySpan<byte> Magic => "Obj\u0001"u8;

    /// <summary>The codec that a header names.</summary>
    /// <param name="name">Empty counts as <c>null</c>.</param>
    /// <param name="level">Of deflate, 0 to 9; null: the library's choice.</param>
    /// <exception cref="TransferException">It is not one of those offered.</exception>
    public static BlockCodec Codec(string name, int? level = null) => name switch
    {
        "null" or "" => new StoredCodec(),
        "deflate" => StreamCodec.Deflate(level),
        "snappy" => new AvroSnappyCodec(),
        "bzip2" => StreamCodec.BZip2(),
        "zstandard" => new ZstdCodec(),
        _ => throw new TransferException($"The Avro codec {name} is not supported; null, deflate, snappy, bzip2 and zstandard are."),
    };
}
