namespace Levada.Coordination.Groups;

/// <summary>The broker's settings for groups, with Kafka's defaults.</summary>
public sealed record GroupCoordinatorOptions
{
    /// <summary>group.min.session.timeout.ms</summary>
    public int SessionTimeoutMsMin { get; init; } = 6_000;

    /// <summary>group.max.session.timeout.ms</summary>
    public int SessionTimeoutMsMax { get; init; } = 1_800_000;

    /// <summary>group.initial.rebalance.delay.ms</summary>
    public int InitialRebalanceDelayMs { get; init; } = 3_000;

    /// <summary>group.max.size</summary>
    public int GroupSizeMax { get; init; } = int.MaxValue;

    /// <summary>How long a member that is not known to the group yet may wait in JoinGroup; no setting in Kafka either.</summary>
    public int NewMemberJoinTimeoutMs { get; init; } = 5 * 60 * 1_000;

    /// <summary>offset.metadata.max.bytes; counted in UTF-16 units, as Kafka does.</summary>
    public int OffsetMetadataLengthMax { get; init; } = 4_096;

    /// <summary>offsets.retention.minutes, in milliseconds.</summary>
    public long OffsetsRetentionMs { get; init; } = 10_080L * 60 * 1_000;

    /// <summary>offsets.retention.check.interval.ms</summary>
    public long OffsetsRetentionCheckIntervalMs { get; init; } = 600_000;

    /// <summary>group.share.session.timeout.ms</summary>
    public int ShareSessionTimeoutMs { get; init; } = 45_000;

    /// <summary>group.share.heartbeat.interval.ms</summary>
    public int ShareHeartbeatIntervalMs { get; init; } = 5_000;

    /// <summary>group.share.assignment.interval.ms</summary>
    public int ShareAssignmentIntervalMs { get; init; } = 1_000;

    /// <summary>group.share.max.size</summary>
    public int ShareGroupSizeMax { get; init; } = 200;

    /// <summary>The largest key and value the internal topic takes; a larger assignment is refused.</summary>
    public int RecordBytesMax { get; init; } = 1_000_000;

    /// <summary>Version of OffsetCommitValue to write: 3, or 4 with topic ids.</summary>
    public short OffsetValueVersion { get; init; } = 3;

    /// <summary>What holds for consumer groups alone.</summary>
    public ConsumerGroupOptions Consumer { get; init; } = new();
}
