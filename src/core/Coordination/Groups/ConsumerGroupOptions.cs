namespace Levada.Coordination.Groups;

/// <summary>The broker's settings for consumer groups (group.consumer.*), with Kafka's defaults.</summary>
public sealed record ConsumerGroupOptions
{
    /// <summary>group.consumer.session.timeout.ms</summary>
    public int SessionTimeoutMs { get; init; } = 45_000;

    /// <summary>group.consumer.heartbeat.interval.ms</summary>
    public int HeartbeatIntervalMs { get; init; } = 5_000;

    /// <summary>group.consumer.assignment.interval.ms: the least time between two targets of one group.</summary>
    public int AssignmentIntervalMs { get; init; } = 1_000;

    /// <summary>group.consumer.max.size</summary>
    public int GroupSizeMax { get; init; } = int.MaxValue;

    /// <summary>group.consumer.assignors, the default first: <c>uniform</c> and <c>range</c>; other names are passed over.</summary>
    public IReadOnlyList<string> Assignors { get; init; } = ["uniform", "range"];

    /// <summary>group.consumer.migration.policy allows a classic group to become a consumer group while it runs.</summary>
    public bool IsUpgradeAllowed { get; init; } = true;

    /// <summary>group.consumer.migration.policy allows a consumer group to become a classic group while it runs.</summary>
    public bool IsDowngradeAllowed { get; init; } = true;

    /// <summary>group.consumer.regex.refresh.interval.ms: when patterns are resolved again even if no topic has changed.</summary>
    public int RegexRefreshIntervalMs { get; init; } = 600_000;

    /// <summary>The least time between two rounds of resolving a group's patterns because topics changed; no setting in Kafka either.</summary>
    public int RegexRefreshIntervalMsMin { get; init; } = 10_000;
}
