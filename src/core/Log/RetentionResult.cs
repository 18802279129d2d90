namespace Levada.Log;

/// <summary>What retention took out of a log.</summary>
/// <param name="ByteCount">Bytes of the data files.</param>
public readonly record struct RetentionResult(int SegmentCount, long ByteCount);
