namespace Levada.Records;

/// <summary>How the records of a batch are compressed: bits 0 to 2 of its attributes.</summary>
public enum CompressionCodec
{
    None = 0,
    Gzip = 1,

    /// <summary>Snappy blocks in xerial framing; a bare snappy block is accepted too.</summary>
    Snappy = 2,

    /// <summary>LZ4 frame format.</summary>
    Lz4 = 3,
    Zstd = 4,
}
