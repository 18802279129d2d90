using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Classic;

/// <summary>SyncGroup, Heartbeat and LeaveGroup.</summary>
internal sealed class MembershipRules(GroupTable groups, ClassicRebalance rebalance)
{
    private const short BatchLeaveVersionMin = 3;

    public void Sync(in SyncGroupRequest request, long token, Decision decision)
    {
        var error = Check(request, out var group, out var member);
        if (error != ErrorCode.None || group is null || member is null)
        {
            decision.Complete(token, new SyncGroupResponse { ErrorCode = error });
            return;
        }

        ClassicRebalance.OnSyncReceived(group, member);
        if (group.State == ClassicGroupState.Stable)
        {
            decision.Complete(token, ClassicRebalance.SyncResponse(group, member));
            return;
        }

        // The client has given up on the SyncGroup it sent before.
        ClassicRebalance.CompleteSync(member, new SyncGroupResponse { ErrorCode = ErrorCode.RebalanceInProgress }, decision);
        member.SyncToken = token;
        if (group.IsLeader(member)) TakeAssignments(group, request, decision);
    }

    public HeartbeatResponse Heartbeat(in HeartbeatRequest request, Decision decision)
    {
        if (request.GroupId.Length == 0) return new HeartbeatResponse { ErrorCode = ErrorCode.InvalidGroupId };
        if (!groups.TryGet<ClassicGroup>(request.GroupId, out var group)) return new HeartbeatResponse { ErrorCode = ErrorCode.UnknownMemberId };
        var error = group.Check(request.MemberId, request.GroupInstanceId);
        if (error == ErrorCode.None && request.GenerationId != group.Generation) error = ErrorCode.IllegalGeneration;
        if (error != ErrorCode.None || group.Find(request.MemberId) is not { } member)
            return new HeartbeatResponse { ErrorCode = error == ErrorCode.None ? ErrorCode.UnknownMemberId : error };
        rebalance.RenewSession(member, decision);
        return new HeartbeatResponse
        {
            ErrorCode = group.State == ClassicGroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None,
        };
    }

    public LeaveGroupResponse Leave(in LeaveGroupRequest request, short version, Decision decision)
    {
        if (request.GroupId.Length == 0) return new LeaveGroupResponse { ErrorCode = ErrorCode.InvalidGroupId };
        var leaving = version >= BatchLeaveVersionMin
            ? request.Members
            : [new LeaveGroupRequest.MemberIdentity { MemberId = request.MemberId }];
        groups.TryGet<ClassicGroup>(request.GroupId, out var group);
        var results = new LeaveGroupResponse.MemberResponse[leaving.Length];
        var hasLeft = false;
        for (var i = 0; i < leaving.Length; i++)
        {
            var error = group is null ? ErrorCode.UnknownMemberId : Leave(group, leaving[i], decision, ref hasLeft);
            results[i] = new()
            {
                MemberId = leaving[i].MemberId,
                GroupInstanceId = leaving[i].GroupInstanceId,
                ErrorCode = error,
            };
        }

        if (hasLeft) rebalance.OnMembersChanged(group!, decision);
        return version >= BatchLeaveVersionMin
            ? new LeaveGroupResponse { Members = results }
            : new LeaveGroupResponse { ErrorCode = results[0].ErrorCode };
    }

    private ErrorCode Check(in SyncGroupRequest request, out ClassicGroup? group, out ClassicMember? member)
    {
        member = null;
        group = null;
        if (request.GroupId.Length == 0) return ErrorCode.InvalidGroupId;
        if (!groups.TryGet<ClassicGroup>(request.GroupId, out group)) return ErrorCode.UnknownMemberId;
        var error = group.Check(request.MemberId, request.GroupInstanceId);
        if (error != ErrorCode.None) return error;
        member = group.Find(request.MemberId);
        if (member is null) return ErrorCode.UnknownMemberId;
        if (request.GenerationId != group.Generation) return ErrorCode.IllegalGeneration;
        if (Differs(request.ProtocolType, group.ProtocolType) || Differs(request.ProtocolName, group.AssignorName))
            return ErrorCode.InconsistentGroupProtocol;
        return group.State == ClassicGroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private static bool Differs(string? requested, string? actual) => requested is not null && requested != actual;

    private void TakeAssignments(ClassicGroup group, in SyncGroupRequest request, Decision decision)
    {
        foreach (var member in group.Members) member.Assignment = [];
        foreach (var assignment in request.Assignments)
            if (group.Find(assignment.MemberId) is { } member) member.Assignment = assignment.Assignment;
        group.BecomeStable(decision.NowMs);
        if (rebalance.TryPersist(group, decision))
        {
            rebalance.CompleteSyncs(group, decision);
            return;
        }

        rebalance.FailSyncs(group, ErrorCode.UnknownServerError, decision);
        rebalance.Prepare(group, decision);
    }

    private ErrorCode Leave(
        ClassicGroup group, in LeaveGroupRequest.MemberIdentity leaving, Decision decision, ref bool hasLeft)
    {
        if (leaving.GroupInstanceId is null && group.PendingMembers.ContainsKey(leaving.MemberId))
        {
            rebalance.RemovePending(group, leaving.MemberId, decision);
            return ErrorCode.None;
        }

        // An administrator removes a static member without knowing its id.
        var member = leaving is { MemberId.Length: 0, GroupInstanceId: { } instanceId }
            ? group.FindStatic(instanceId)
            : group.Find(leaving.MemberId);
        var error = leaving.MemberId.Length == 0 ? ErrorCode.None : group.Check(leaving.MemberId, leaving.GroupInstanceId);
        if (error != ErrorCode.None) return error;
        if (member is null) return ErrorCode.UnknownMemberId;
        ClassicRebalance.Detach(group, member, decision);
        hasLeft = true;
        return ErrorCode.None;
    }
}
