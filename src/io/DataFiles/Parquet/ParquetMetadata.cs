using System.Collections.Immutable;

namespace Levada.DataFiles.Parquet;

/// <summary>What a footer says, as far as reading needs it.</summary>
/// <param name="Leaves">The columns in the order in which each row group stores them.</param>
/// <param name="Groups">The row groups.</param>
/// <param name="AvroSchema">The same schema in Avro's words, where the writer kept it.</param>
internal sealed record ParquetMetadata(ImmutableArray<ParquetLeaf> Leaves, ImmutableArray<ParquetGroup> Groups, string? AvroSchema);

/// <param name="RowCount">Its rows.</param>
/// <param name="Chunks">One for each leaf.</param>
internal sealed record ParquetGroup(long RowCount, ImmutableArray<ParquetChunk> Chunks);

/// <param name="Codec">Of its pages.</param>
/// <param name="ValueCount">NULLs among them.</param>
/// <param name="Offset">Of its first page in the file.</param>
/// <param name="Size">Of its pages in bytes.</param>
internal sealed record ParquetChunk(ParquetCodec Codec, long ValueCount, long Offset, long Size);
