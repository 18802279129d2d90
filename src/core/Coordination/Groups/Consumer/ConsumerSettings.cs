using System.Globalization;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>What holds for one group: what the cluster says, or the broker's settings.</summary>
internal sealed class ConsumerSettings(ConsumerGroupOptions options, IClusterView cluster)
{
    public int SessionTimeoutMs(string groupId) => Of(groupId, "consumer.session.timeout.ms", options.SessionTimeoutMs);

    public int HeartbeatIntervalMs(string groupId) => Of(groupId, "consumer.heartbeat.interval.ms", options.HeartbeatIntervalMs);

    public int AssignmentIntervalMs(string groupId) => Of(groupId, "consumer.assignment.interval.ms", options.AssignmentIntervalMs);

    private int Of(string groupId, string name, int ofBroker) =>
        int.TryParse(cluster.GroupConfig(groupId, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var own) ? own : ofBroker;
}
