using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>How far a share group has come in one partition.</summary>
/// <param name="StartOffset">Everything below is done with; -1 until the group has begun.</param>
/// <param name="Lag">Records not done with; -1 where unknown (KIP-1226).</param>
public sealed record ShareGroupOffset(TopicPartition Partition, long StartOffset, long Lag);
