using System.Globalization;

namespace Levada.Coordination.Groups.Share;

/// <summary>The settings of one share group: its own within the broker's bounds, else the broker's.</summary>
internal sealed class ShareGroupSettings(GroupCoordinatorOptions options, IClusterView cluster)
{
    public int SessionTimeoutMs(string groupId) => Math.Clamp(
        Own(groupId, "share.session.timeout.ms") ?? options.ShareSessionTimeoutMs, options.ShareSessionTimeoutMsMin, options.ShareSessionTimeoutMsMax);

    public int HeartbeatIntervalMs(string groupId) => Math.Clamp(
        Own(groupId, "share.heartbeat.interval.ms") ?? options.ShareHeartbeatIntervalMs,
        options.ShareHeartbeatIntervalMsMin, options.ShareHeartbeatIntervalMsMax);

    private int? Own(string groupId, string name) =>
        int.TryParse(cluster.GroupConfig(groupId, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value : null;
}
