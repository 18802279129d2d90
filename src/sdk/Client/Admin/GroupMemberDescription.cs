using Levada.Protocol;

namespace Levada.Client.Admin;

/// <summary>One member of a group.</summary>
/// <param name="InstanceId">Set for static members.</param>
/// <param name="Assignment">Ordered by topic and partition; empty while the group rebalances.</param>
public sealed record GroupMemberDescription(
    string MemberId, string? InstanceId, string ClientId, string Host, IReadOnlyList<TopicPartition> Assignment)
{
    /// <summary>The member's epoch in a consumer or share group; -1 in a classic group.</summary>
    public int Epoch { get; init; } = -1;

    /// <summary>What it is to have once others have let go; in a classic or share group what it has.</summary>
    public IReadOnlyList<TopicPartition> Target { get; init; } = Assignment;

    /// <summary>classic, consumer or share: what the member speaks. Empty where the broker does not say.</summary>
    public string Protocol { get; init; } = "";
}
