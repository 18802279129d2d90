namespace Levada.Client.Consuming;

/// <summary>How a member takes part in a classic group.</summary>
public sealed record GroupMemberOptions
{
    public required string GroupId { get; init; }
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Set for static membership (KIP-345).</summary>
    public string? InstanceId { get; init; }

    /// <summary>Without a heartbeat for this long the coordinator removes the member.</summary>
    public int SessionTimeoutMs { get; init; } = 45_000;

    /// <summary>How long a rebalance waits for members to join again.</summary>
    public int RebalanceTimeoutMs { get; init; } = 60_000;

    public int HeartbeatIntervalMs { get; init; } = 3_000;
}
