using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>The configuration in force for one group of any type.</summary>
/// <remarks>Source of a value: the group's own within the broker's bounds, else the broker's under <c>group.</c>, else the default.</remarks>
public sealed record GroupSettings
{
    private GroupSettings()
    {
    }

    public int ConsumerSessionTimeoutMs { get; init; }
    public int ConsumerHeartbeatIntervalMs { get; init; }

    /// <summary>The least time between two target assignments.</summary>
    public int ConsumerAssignmentIntervalMs { get; init; }

    public int ShareSessionTimeoutMs { get; init; }
    public int ShareHeartbeatIntervalMs { get; init; }
    public int ShareAssignmentIntervalMs { get; init; }
    public ShareOffsetReset ShareOffsetReset { get; init; }
    public bool IsShareReadCommitted { get; init; }
    public int ShareRecordLockDurationMs { get; init; }

    /// <summary>Deliveries of one record before it is archived.</summary>
    public int ShareDeliveryCountMax { get; init; }

    /// <summary>Records of one partition that are in flight at once.</summary>
    public int SharePartitionRecordLocksMax { get; init; }

    /// <summary>Whether an acknowledgement may renew a record's lock.</summary>
    public bool IsShareRenewAllowed { get; init; }

    /// <summary>Where records go that a share group gives up; empty for nowhere (KIP-1191).</summary>
    public string DeadLetterTopic { get; init; } = "";

    /// <summary>Whether dead letters carry key, value and headers of their records.</summary>
    public bool IsDeadLetterCopied { get; init; }

    public int StreamsSessionTimeoutMs { get; init; }
    public int StreamsHeartbeatIntervalMs { get; init; }
    public int StreamsAssignmentIntervalMs { get; init; }
    public int StreamsInitialRebalanceDelayMs { get; init; }
    public int StreamsStandbyReplicas { get; init; }

    /// <summary>The settings of a group with these values of its own on this broker.</summary>
    public static GroupSettings Resolve(BrokerConfig broker, ImmutableSortedDictionary<string, string> overrides)
    {
        var values = new GroupConfigReader(broker, overrides);
        return Share(values) with
        {
            ConsumerSessionTimeoutMs = values.GetInt("consumer.session.timeout.ms"),
            ConsumerHeartbeatIntervalMs = values.GetInt("consumer.heartbeat.interval.ms"),
            ConsumerAssignmentIntervalMs = values.GetInt("consumer.assignment.interval.ms"),
            StreamsSessionTimeoutMs = values.GetInt("streams.session.timeout.ms"),
            StreamsHeartbeatIntervalMs = values.GetInt("streams.heartbeat.interval.ms"),
            StreamsAssignmentIntervalMs = values.GetInt("streams.assignment.interval.ms"),
            StreamsInitialRebalanceDelayMs = values.GetInt("streams.initial.rebalance.delay.ms"),
            StreamsStandbyReplicas = values.GetInt("streams.num.standby.replicas"),
        };
    }

    private static GroupSettings Share(GroupConfigReader values) => new()
    {
        ShareSessionTimeoutMs = values.GetInt("share.session.timeout.ms"),
        ShareHeartbeatIntervalMs = values.GetInt("share.heartbeat.interval.ms"),
        ShareAssignmentIntervalMs = values.GetInt("share.assignment.interval.ms"),
        ShareOffsetReset = ShareOffsetReset.TryParse(values.Get("share.auto.offset.reset"), out var reset) ? reset : default,
        IsShareReadCommitted = values.Get("share.isolation.level") == "read_committed",
        ShareRecordLockDurationMs = values.GetInt("share.record.lock.duration.ms"),
        ShareDeliveryCountMax = values.GetInt("share.delivery.count.limit"),
        SharePartitionRecordLocksMax = values.GetInt("share.partition.max.record.locks"),
        IsShareRenewAllowed = values.GetBoolean("share.renew.acknowledge.enable"),
        DeadLetterTopic = values.Get("errors.deadletterqueue.topic.name"),
        IsDeadLetterCopied = values.GetBoolean("errors.deadletterqueue.copy.record.enable"),
    };
}
