namespace Levada.DataFiles.Parquet;

/// <summary>Takes bytes that are valid during the call.</summary>
internal delegate void ReadOnlySpanAction(ReadOnlySpan<byte> bytes);
