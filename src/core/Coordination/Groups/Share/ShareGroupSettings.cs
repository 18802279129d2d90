using System.Globalization;

namespace Levada.Coordination.Groups.Share;

/// <summary>The settings of one share group, else the broker's.</summary>
internal sealed class ShareGroupSettings(GroupCoordinatorOptions options, IClusterView cluster)
{
    public int SessionTimeoutMs(string groupId) => Find(groupId, "share.session.timeout.ms") ?? options.ShareSessionTimeoutMs;

    public int HeartbeatIntervalMs(string groupId) => Find(groupId, "share.heartbeat.interval.ms") ?? options.ShareHeartbeatIntervalMs;

    /// <summary>The least time between two target assignments of a group with several members.</summary>
    public int AssignmentIntervalMs(string groupId) => Find(groupId, "share.assignment.interval.ms") ?? options.ShareAssignmentIntervalMs;

    private int? Find(string groupId, string name) =>
        int.TryParse(cluster.GroupConfig(groupId, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
