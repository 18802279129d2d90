namespace Levada.Quorum;

/// <summary>A snapshot on disk.</summary>
/// <param name="LastContainedTimestampMs">When the last record it covers was appended, in milliseconds since 1970.</param>
internal readonly record struct SnapshotInfo(SnapshotId Id, long SizeBytes, long LastContainedTimestampMs);
