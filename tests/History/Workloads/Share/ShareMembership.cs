using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.History.Workloads.Share;

/// <summary>A member of a share group as its coordinator knows it; it may outlive connections.</summary>
internal sealed class ShareMembership(string group, string topic)
{
    private const short CoordinatorVersion = 4;
    private const int LeaveEpoch = -1;
    private int _epoch;

    public string Group { get; } = group;
    public string Id { get; } = Guid.NewGuid().ToString();
    public Uuid TopicId { get; private set; }

    /// <summary>The partitions that the member is to fetch from.</summary>
    public IReadOnlyList<int> Assigned { get; private set; } = [];

    /// <summary>Whether the group's coordinator is there; has the broker make it ready.</summary>
    public bool IsCoordinated(ShareConnection connection)
    {
        var answer = connection.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(
            ApiKey.FindCoordinator, CoordinatorVersion, new() { KeyType = 0, CoordinatorKeys = [Group] });
        return answer.Coordinators is [{ ErrorCode: ErrorCode.None }];
    }

    /// <returns>What came of it: None, an error of the coordinator that passes, or the loss of the membership.</returns>
    public ErrorCode Heartbeat(ShareConnection connection) => Ask(connection, _epoch);

    public ErrorCode Leave(ShareConnection connection) => Ask(connection, LeaveEpoch);

    private ErrorCode Ask(ShareConnection connection, int epoch)
    {
        var answer = connection.Ask<ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse>(ApiKey.ShareGroupHeartbeat, 1, new()
        {
            GroupId = Group, MemberId = Id, MemberEpoch = epoch, SubscribedTopicNames = epoch == LeaveEpoch ? null : [topic],
        });
        if (answer.ErrorCode != ErrorCode.None || epoch == LeaveEpoch) return answer.ErrorCode;
        _epoch = answer.MemberEpoch;
        if (answer.Assignment is not { } assignment) return ErrorCode.None;
        Assigned = [.. assignment.TopicPartitions.SelectMany(assigned => assigned.Partitions)];
        if (assignment.TopicPartitions is [var only]) TopicId = only.TopicId;
        return ErrorCode.None;
    }
}
