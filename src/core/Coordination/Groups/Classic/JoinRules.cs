using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Classic;

/// <summary>JoinGroup: who may join, who waits, and who is told the current generation.</summary>
/// <remarks>Sources: KIP-62, KIP-134, KIP-345 (static members), KIP-394 (member id required), KIP-814 (skip assignment).</remarks>
internal sealed class JoinRules(GroupCoordinatorOptions options, GroupTable groups, ClassicRebalance rebalance, Func<Guid> newGuid)
{
    private const short MemberIdRequiredVersionMin = 4;
    private const short SkipAssignmentVersionMin = 9;

    // A dash and a UUID.
    private const int MemberIdSuffixLength = 37;

    public void Join(in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        var error = Check(request, client);
        if (error != ErrorCode.None)
        {
            Refuse(request.MemberId, error, client, decision);
            return;
        }

        if (!groups.TryGet<ClassicGroup>(request.GroupId, out var group))
        {
            var isOfOtherKind = groups.TryGet(request.GroupId, out Group? _);
            if (isOfOtherKind || request.MemberId.Length > 0)
            {
                Refuse(request.MemberId, isOfOtherKind ? ErrorCode.InconsistentGroupProtocol : ErrorCode.UnknownMemberId, client, decision);
                return;
            }

            group = groups.AddClassic(request.GroupId, new OffsetTable());
        }

        JoinGroup(group, request, client, decision);
        groups.RemoveIfUnused(group);
    }

    /// <summary>What can be said about a request without looking at its group.</summary>
    public ErrorCode Check(in JoinGroupRequest request, in JoiningClient client)
    {
        if (request.GroupId.Length == 0 || !WireText.Fits(request.GroupId)) return ErrorCode.InvalidGroupId;
        var isPersistable = WireText.Fits(request.ProtocolType)
            && WireText.Fits(client.ClientId, MemberIdSuffixLength)
            && WireText.Fits(request.GroupInstanceId, MemberIdSuffixLength)
            && Array.TrueForAll(request.Protocols, protocol => WireText.Fits(protocol.Name));
        if (!isPersistable) return ErrorCode.InvalidRequest;
        return request.SessionTimeoutMs < options.SessionTimeoutMsMin || request.SessionTimeoutMs > options.SessionTimeoutMsMax
            ? ErrorCode.InvalidSessionTimeout
            : ErrorCode.None;
    }

    private void JoinGroup(ClassicGroup group, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        if (!HasRoomFor(group, request.MemberId))
        {
            if (group.Find(request.MemberId) is { } surplus) ClassicRebalance.Detach(group, surplus, decision);
            rebalance.RemovePending(group, request.MemberId, decision);
            rebalance.CompleteJoinIfReady(group, decision);
            Refuse("", ErrorCode.GroupMaxSizeReached, client, decision);
        }
        else if (!group.SupportsProtocols(request.ProtocolType, request.Protocols))
        {
            Refuse(request.MemberId, ErrorCode.InconsistentGroupProtocol, client, decision);
        }
        else if (request.MemberId.Length > 0)
        {
            JoinKnown(group, request, client, decision);
        }
        else if (request.GroupInstanceId is { } instanceId)
        {
            JoinStatic(group, instanceId, request, client, decision);
        }
        else
        {
            JoinDynamic(group, request, client, decision);
        }
    }

    private bool HasRoomFor(ClassicGroup group, string memberId) => group.State switch
    {
        ClassicGroupState.Empty => true,
        ClassicGroupState.PreparingRebalance =>
            group.Find(memberId) is { IsAwaitingJoin: true } || group.AwaitingJoinCount < options.GroupSizeMax,
        _ => group.Find(memberId) is not null || group.Members.Count < options.GroupSizeMax,
    };

    public string NewMemberId(string prefix) => $"{prefix}-{newGuid()}";

    private void JoinDynamic(ClassicGroup group, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        var memberId = NewMemberId(client.ClientId);
        if (client.Version >= MemberIdRequiredVersionMin)
        {
            rebalance.AddPending(group, memberId, request.SessionTimeoutMs, decision);
            Refuse(memberId, ErrorCode.MemberIdRequired, client, decision);
        }
        else
        {
            AddMember(group, memberId, request, client, decision);
        }
    }

    private void JoinStatic(
        ClassicGroup group, string instanceId, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        var memberId = NewMemberId(instanceId);
        if (group.FindStatic(instanceId) is { } old) ReplaceStatic(group, old, memberId, request, client, decision);
        else AddMember(group, memberId, request, client, decision);
    }

    private void AddMember(
        ClassicGroup group, string memberId, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        var member = rebalance.CreateMember(memberId, request.GroupInstanceId, client.ClientId, client.ClientHost);
        Update(member, request, client.Token, decision);
        member.IsNew = true;
        if (group.PendingMembers.Remove(memberId, out var pending)) DeadlineQueue.Clear(pending);
        group.IsMemberAddedInDelay |= group.IsInitialRebalance;
        group.Add(member, request.ProtocolType);
        rebalance.AwaitNewMember(member, decision);
        rebalance.OnMembersChanged(group, decision);
    }

    private void ReplaceStatic(
        ClassicGroup group, ClassicMember old, string memberId, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        var oldLeaderId = group.LeaderId;
        var member = old.WithId(memberId, client.ClientId, client.ClientHost);
        group.Replace(old, member);
        DeadlineQueue.Clear(old.Session);
        // Two processes with one instance id: the newer one wins, the older must notice.
        ClassicRebalance.CompleteJoin(old, JoinResponses.Error(old.Id, ErrorCode.FencedInstanceId), decision);
        ClassicRebalance.CompleteSync(old, new SyncGroupResponse { ErrorCode = ErrorCode.FencedInstanceId }, decision);
        Update(member, request, client.Token, decision);
        rebalance.RenewSession(member, decision);
        var isUnaffected = group.State == ClassicGroupState.Stable && group.SelectProtocol() == group.AssignorName;
        if (isUnaffected && rebalance.TryPersist(group, decision)) KeepGeneration(group, member, oldLeaderId, client, decision);
        else rebalance.OnMembersChanged(group, decision);
    }

    /// <summary>A static member came back to a stable group: its assignment still holds, only its new id is persisted.</summary>
    private static void KeepGeneration(
        ClassicGroup group, ClassicMember member, string? oldLeaderId, in JoiningClient client, Decision decision)
    {
        var canSkip = client.Version >= SkipAssignmentVersionMin;
        var response = JoinResponses.Generation(group, member, isLeaderInformed: canSkip);
        response.SkipAssignment = canSkip && group.IsLeader(member);
        // An older leader would assign anew without the others having joined: it is told its former self leads.
        if (!canSkip) response.Leader = oldLeaderId ?? "";
        ClassicRebalance.CompleteJoin(member, response, decision);
    }

    private void JoinKnown(ClassicGroup group, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        if (request.GroupInstanceId is null && group.PendingMembers.ContainsKey(request.MemberId))
        {
            AddMember(group, request.MemberId, request, client, decision);
            return;
        }

        var error = group.Check(request.MemberId, request.GroupInstanceId);
        if (error == ErrorCode.None && group.Find(request.MemberId) is { } member) Rejoin(group, member, request, client, decision);
        else Refuse(request.MemberId, error == ErrorCode.None ? ErrorCode.UnknownMemberId : error, client, decision);
    }

    private void Rejoin(
        ClassicGroup group, ClassicMember member, in JoinGroupRequest request, in JoiningClient client, Decision decision)
    {
        // Who changes nothing has missed our answer. A stable group's leader may know of changes its metadata does not show.
        var isRepeat = member.HasSameProtocols(request.Protocols) && group.State switch
        {
            ClassicGroupState.CompletingRebalance => true,
            ClassicGroupState.Stable => !group.IsLeader(member),
            _ => false,
        };
        if (isRepeat)
        {
            decision.Complete(client.Token, JoinResponses.Generation(group, member, isLeaderInformed: true));
            return;
        }

        Update(member, request, client.Token, decision);
        rebalance.OnMembersChanged(group, decision);
    }

    private static void Update(ClassicMember member, in JoinGroupRequest request, long token, Decision decision)
    {
        // The client has given up on the JoinGroup it sent before.
        ClassicRebalance.CompleteJoin(member, JoinResponses.Error(member.Id, ErrorCode.RebalanceInProgress), decision);
        member.JoinToken = token;
        member.Protocols = request.Protocols;
        member.SessionTimeoutMs = request.SessionTimeoutMs;
        // Version 0 has one timeout for both.
        member.RebalanceTimeoutMs = request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs;
    }

    private static void Refuse(string memberId, ErrorCode error, in JoiningClient client, Decision decision) =>
        decision.Complete(client.Token, JoinResponses.Error(memberId, error));
}
