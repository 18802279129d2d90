using Levada.Coordination.Groups.Classic;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>SyncGroup, Heartbeat and LeaveGroup of members of the classic protocol in a consumer group.</summary>
internal sealed class ClassicMemberRules(ConsumerRebalance rebalance, Departures departures, EmbeddedProtocol embedded)
{
    private const short BatchLeaveVersionMin = 3;

    public SyncGroupResponse Sync(ConsumerGroup group, in SyncGroupRequest request, Decision decision)
    {
        var error = Find(group, request.MemberId, request.GroupInstanceId, out var member);
        if (error == ErrorCode.None && member?.Classic is null) error = ErrorCode.UnknownMemberId;
        if (error != ErrorCode.None) return new SyncGroupResponse { ErrorCode = error };
        if (request.GenerationId != member!.Epoch) return new SyncGroupResponse { ErrorCode = ErrorCode.IllegalGeneration };
        var protocol = member.Classic!.Protocols[0];
        var isOtherProtocol = (request.ProtocolType ?? SubscriptionTopics.ProtocolType) != SubscriptionTopics.ProtocolType
            || (request.ProtocolName ?? protocol.Name) != protocol.Name;
        if (isOtherProtocol) return new SyncGroupResponse { ErrorCode = ErrorCode.InconsistentGroupProtocol };
        if (IsBehind(group, member, decision) && member.State != ConsumerMemberState.UnrevokedPartitions)
        {
            AskToJoin(group, member, decision);
            return new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress };
        }

        rebalance.Timers.Clear(group.Id, member.Id, ConsumerTimerKind.Sync);
        RenewSession(group, member, decision);
        return new SyncGroupResponse
        {
            ProtocolType = SubscriptionTopics.ProtocolType,
            ProtocolName = protocol.Name,
            Assignment = embedded.WriteAssignment(member.Assigned, protocol.Metadata),
        };
    }

    public HeartbeatResponse Heartbeat(ConsumerGroup group, in HeartbeatRequest request, Decision decision)
    {
        var error = Find(group, request.MemberId, request.GroupInstanceId, out var member);
        if (error == ErrorCode.None && member?.Classic is null) error = ErrorCode.UnknownMemberId;
        if (error == ErrorCode.None && request.GenerationId != member!.Epoch) error = ErrorCode.IllegalGeneration;
        if (error != ErrorCode.None) return new HeartbeatResponse { ErrorCode = error };
        RenewSession(group, member!, decision);
        if (!MustJoin(group, member!, decision)) return new HeartbeatResponse();
        AskToJoin(group, member!, decision);
        return new HeartbeatResponse { ErrorCode = ErrorCode.RebalanceInProgress };
    }

    /// <summary>Lets members go, of either protocol: an administrator may remove any.</summary>
    public LeaveGroupResponse Leave(ConsumerGroup group, in LeaveGroupRequest request, short version, Decision decision)
    {
        var leaving = version >= BatchLeaveVersionMin
            ? request.Members
            : [new LeaveGroupRequest.MemberIdentity { MemberId = request.MemberId }];
        var results = new LeaveGroupResponse.MemberResponse[leaving.Length];
        var found = new List<ConsumerMember>();
        for (var i = 0; i < leaving.Length; i++)
        {
            var error = FindLeaving(group, leaving[i], out var member);
            if (error == ErrorCode.None && member is not null && !found.Contains(member)) found.Add(member);
            results[i] = new() { MemberId = leaving[i].MemberId, GroupInstanceId = leaving[i].GroupInstanceId, ErrorCode = error };
        }

        if (found.Count > 0) departures.Remove(group, found, decision);
        return version >= BatchLeaveVersionMin
            ? new LeaveGroupResponse { Members = results }
            : new LeaveGroupResponse { ErrorCode = results[0].ErrorCode };
    }

    private static ErrorCode FindLeaving(ConsumerGroup group, in LeaveGroupRequest.MemberIdentity leaving, out ConsumerMember? member)
    {
        if (leaving is not { MemberId.Length: 0, GroupInstanceId: { } instanceId })
            return Find(group, leaving.MemberId, leaving.GroupInstanceId, out member);
        // An administrator removes a static member without knowing its id.
        member = group.FindStatic(instanceId);
        return member is null ? ErrorCode.UnknownMemberId : ErrorCode.None;
    }

    private static ErrorCode Find(ConsumerGroup group, string memberId, string? instanceId, out ConsumerMember? member)
    {
        member = instanceId is null ? group.Find(memberId) : group.FindStatic(instanceId);
        if (member is null) return ErrorCode.UnknownMemberId;
        return member.Id == memberId ? ErrorCode.None : ErrorCode.FencedInstanceId;
    }

    /// <summary>Whether a target waits for it, or for somebody to have it computed.</summary>
    private bool IsBehind(ConsumerGroup group, ConsumerMember member, Decision decision) =>
        member.Epoch < group.TargetEpoch || rebalance.IsTargetDue(group, decision);

    private bool MustJoin(ConsumerGroup group, ConsumerMember member, Decision decision) => member.State switch
    {
        ConsumerMemberState.UnrevokedPartitions => true,
        ConsumerMemberState.UnreleasedPartitions => IsBehind(group, member, decision) || !IsWaiting(group, member),
        _ => IsBehind(group, member, decision),
    };

    private static bool IsWaiting(ConsumerGroup group, ConsumerMember member) =>
        group.TargetOf(member.Id).Except(member.Assigned).Any(partition => group.OwnerOf(partition) is { } owner && owner != member.Id);

    private void AskToJoin(ConsumerGroup group, ConsumerMember member, Decision decision) =>
        rebalance.Timers.SetIfAbsent(group.Id, member.Id, ConsumerTimerKind.Join, member.RebalanceTimeoutMs, decision);

    private void RenewSession(ConsumerGroup group, ConsumerMember member, Decision decision) =>
        rebalance.Timers.Set(group.Id, member.Id, ConsumerTimerKind.Session, member.Classic!.SessionTimeoutMs, decision);
}
