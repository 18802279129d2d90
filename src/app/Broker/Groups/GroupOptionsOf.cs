using Levada.Coordination.Groups;
using Levada.Metadata.Configs;

namespace Levada.Broker.Groups;

/// <summary>The settings of groups out of the broker's configuration.</summary>
internal static class GroupOptionsOf
{
    public static GroupCoordinatorOptions Config(BrokerConfig config) => new()
    {
        SessionTimeoutMsMin = config.GroupMinSessionTimeoutMs,
        SessionTimeoutMsMax = config.GroupMaxSessionTimeoutMs,
        InitialRebalanceDelayMs = config.GroupInitialRebalanceDelayMs,
        GroupSizeMax = config.GroupSizeMax,
        OffsetMetadataLengthMax = config.OffsetMetadataBytesMax,
        OffsetsRetentionMs = config.OffsetsRetentionMinutes * 60_000L,
        OffsetsRetentionCheckIntervalMs = config.OffsetsRetentionCheckIntervalMs,
        Consumer = Consumer(config),
        ShareSessionTimeoutMs = config.GetInt("group.share.session.timeout.ms"),
        ShareHeartbeatIntervalMs = config.GetInt("group.share.heartbeat.interval.ms"),
        ShareAssignmentIntervalMs = config.GetInt("group.share.assignment.interval.ms"),
        ShareGroupSizeMax = config.GetInt("group.share.max.size"),
    };

    private static ConsumerGroupOptions Consumer(BrokerConfig config)
    {
        var policy = config.Find("group.consumer.migration.policy") ?? "bidirectional";
        return new()
        {
            SessionTimeoutMs = config.GetInt("group.consumer.session.timeout.ms"),
            HeartbeatIntervalMs = config.GetInt("group.consumer.heartbeat.interval.ms"),
            AssignmentIntervalMs = config.GetInt("group.consumer.assignment.interval.ms"),
            GroupSizeMax = config.GetInt("group.consumer.max.size"),
            Assignors = config.GetList("group.consumer.assignors"),
            IsUpgradeAllowed = Is(policy, "bidirectional") || Is(policy, "upgrade"),
            IsDowngradeAllowed = Is(policy, "bidirectional") || Is(policy, "downgrade"),
            RegexRefreshIntervalMs = config.GetInt("group.consumer.regex.refresh.interval.ms"),
        };
    }

    private static bool Is(string policy, string name) => string.Equals(policy.Trim(), name, StringComparison.OrdinalIgnoreCase);
}
