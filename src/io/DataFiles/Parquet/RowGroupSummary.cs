using System.Collections.Immutable;

namespace Levada.DataFiles.Parquet;

/// <summary>What the footer says of a written row group.</summary>
internal sealed record RowGroupSummary(long RowCount, long Offset, ImmutableArray<ChunkSummary> Chunks);
