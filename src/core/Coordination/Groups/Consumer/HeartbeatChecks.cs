using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>What can be said about a ConsumerGroupHeartbeat without looking at its group.</summary>
internal static class HeartbeatChecks
{
    private const short ClientMemberIdVersionMin = 1;

    public static Refusal? Check(in ConsumerGroupHeartbeatRequest request, short version, TargetComputation targets)
    {
        if (IsBlank(request.GroupId)) return Invalid("GroupId can't be empty.");
        if (request.InstanceId is not null && IsBlank(request.InstanceId)) return Invalid("InstanceId can't be empty.");
        if (request.RackId is not null && IsBlank(request.RackId)) return Invalid("RackId can't be empty.");
        if (!IsPersistable(request)) return Invalid("A name is too long.");
        if ((version >= ClientMemberIdVersionMin || request.MemberEpoch != 0) && IsBlank(request.MemberId))
            return Invalid("MemberId can't be empty.");
        if (CheckEpoch(request) is { } refusal) return refusal;
        return request.ServerAssignor is { } assignor && !targets.Supports(assignor)
            ? new Refusal(
                ErrorCode.UnsupportedAssignor,
                $"ServerAssignor {assignor} is not supported. Supported assignors: {string.Join(", ", targets.Names)}.")
            : null;
    }

    private static Refusal? CheckEpoch(in ConsumerGroupHeartbeatRequest request)
    {
        switch (request.MemberEpoch)
        {
            case < ConsumerMember.AwayEpoch: return Invalid($"MemberEpoch {request.MemberEpoch} is invalid.");
            case ConsumerMember.AwayEpoch when request.InstanceId is null: return Invalid("InstanceId can't be null.");
            case 0: break;
            default: return null;
        }

        if (request.RebalanceTimeoutMs == -1) return Invalid("RebalanceTimeoutMs must be provided in first request.");
        if (request.TopicPartitions is null or { Length: > 0 }) return Invalid("TopicPartitions must be empty when (re-)joining.");
        return request.SubscribedTopicNames is null && request.SubscribedTopicRegex is null
            ? Invalid("Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.")
            : null;
    }

    private static bool IsPersistable(in ConsumerGroupHeartbeatRequest request) =>
        WireText.Fits(request.GroupId) && WireText.Fits(request.MemberId) && WireText.Fits(request.InstanceId)
        && WireText.Fits(request.RackId) && WireText.Fits(request.SubscribedTopicRegex)
        && Array.TrueForAll(request.SubscribedTopicNames ?? [], name => WireText.Fits(name));

    private static bool IsBlank(string text) => string.IsNullOrWhiteSpace(text);

    private static Refusal Invalid(string reason) => new(ErrorCode.InvalidRequest, reason);
}
