using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Share;

/// <summary>The answer to a share group's heartbeat, and what has to be done before the member can fetch all it asked for.</summary>
/// <param name="Uninitialized">Topics with the partitions whose states are to be made, and the group epoch to make them with.</param>
public sealed record ShareHeartbeat(ShareGroupHeartbeatResponse Response, IReadOnlyList<ShareTopic> Uninitialized, int GroupEpoch);
