namespace Levada.DataFiles.Parquet;

/// <summary>What the footer says of a written column chunk.</summary>
internal sealed record ChunkSummary
{
    public required PhysicalType Type { get; init; }

    /// <summary>NULLs among them.</summary>
    public required long ValueCount { get; init; }

    public required long NullCount { get; init; }

    /// <summary>Whether some page holds values as they are, not by number.</summary>
    public required bool HasPlainPages { get; init; }

    /// <summary>Null: there is no dictionary.</summary>
    public required long? DictionaryOffset { get; init; }

    public required long DataOffset { get; init; }

    /// <summary>Bytes in the file, page headers among them.</summary>
    public required long CompressedSize { get; init; }

    public required long UncompressedSize { get; init; }

    /// <summary>Least and greatest value in plain bytes; null: not told.</summary>
    public required (byte[] Least, byte[] Greatest)? Bounds { get; init; }
}
