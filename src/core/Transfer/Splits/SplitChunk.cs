namespace Levada.Transfer.Splits;

/// <summary>A stretch of a range that one query reads.</summary>
/// <param name="RowCount">About how many rows it holds.</param>
public sealed record SplitChunk(SplitRange Range, long RowCount);
