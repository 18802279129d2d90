using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>The answer of an offset lookup for one partition.</summary>
/// <param name="Offset">-1 where nothing matches.</param>
/// <param name="TimestampMs">The record's, for lookups by time; else -1.</param>
public sealed record PartitionOffset(TopicPartition Partition, ErrorCode Error, long Offset, long TimestampMs);
