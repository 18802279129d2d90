using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>A group's committed position in one partition.</summary>
/// <param name="Offset">The next offset to read.</param>
/// <param name="LeaderEpoch">-1 where unknown.</param>
public sealed record CommittedOffset(TopicPartition Partition, long Offset, int LeaderEpoch = -1, string Metadata = "");
