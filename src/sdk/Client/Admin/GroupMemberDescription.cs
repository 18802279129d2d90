using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>One member of a group.</summary>
/// <param name="InstanceId">Set for static members.</param>
/// <param name="Assignment">Ordered by topic and partition; empty while the group rebalances.</param>
public sealed record GroupMemberDescription(
    string MemberId, string? InstanceId, string ClientId, string Host, IReadOnlyList<TopicPartition> Assignment);
