using System.Globalization;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>What holds for one group: its own configuration, within the broker's bounds, or the broker's.</summary>
internal sealed class ConsumerSettings(ConsumerGroupOptions options, IClusterView cluster)
{
    public int SessionTimeoutMs(string groupId) => Of(
        groupId, "consumer.session.timeout.ms", options.SessionTimeoutMs, options.SessionTimeoutMsMin, options.SessionTimeoutMsMax);

    public int HeartbeatIntervalMs(string groupId) => Of(
        groupId, "consumer.heartbeat.interval.ms",
        options.HeartbeatIntervalMs, options.HeartbeatIntervalMsMin, options.HeartbeatIntervalMsMax);

    public int AssignmentIntervalMs(string groupId) => Of(
        groupId, "consumer.assignment.interval.ms",
        options.AssignmentIntervalMs, options.AssignmentIntervalMsMin, options.AssignmentIntervalMsMax);

    // The broker's own value stands as it is: its bounds are for what groups set.
    private int Of(string groupId, string name, int ofBroker, int min, int max) =>
        int.TryParse(cluster.GroupConfig(groupId, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var own)
            ? Math.Clamp(own, min, Math.Max(min, max))
            : ofBroker;
}
