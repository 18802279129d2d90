using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Classic;

/// <summary>Moves a group from generation to generation: who is waited for, for how long, and who is told what.</summary>
internal sealed class ClassicRebalance(GroupCoordinatorOptions options, GroupTable groups)
{
    public ClassicMember CreateMember(string id, string? instanceId, string clientId, string clientHost) =>
        new(id, instanceId, clientId, clientHost, OnSessionDue);

    /// <summary>Gives the member its full session from now on.</summary>
    public void RenewSession(ClassicMember member, Decision decision) =>
        groups.Deadlines.Set(member.Session, decision.ElapsedMs + member.SessionTimeoutMs);

    /// <summary>A new member waits in JoinGroup and cannot send heartbeats: it gets a bound of its own.</summary>
    public void AwaitNewMember(ClassicMember member, Decision decision) =>
        groups.Deadlines.Set(member.Session, decision.ElapsedMs + options.NewMemberJoinTimeoutMs);

    /// <summary>Remembers an id given out; it is forgotten when nobody joins with it in time.</summary>
    public void AddPending(ClassicGroup group, string memberId, int timeoutMs, Decision decision)
    {
        var deadline = new Deadline(due => RemovePending(group, memberId, due));
        group.PendingMembers.Add(memberId, deadline);
        groups.Deadlines.Set(deadline, decision.ElapsedMs + timeoutMs);
    }

    public void RemovePending(ClassicGroup group, string memberId, Decision decision)
    {
        if (!group.PendingMembers.Remove(memberId, out var deadline)) return;
        DeadlineQueue.Clear(deadline);
        CompleteJoinIfReady(group, decision);
        groups.RemoveIfUnused(group);
    }

    /// <summary>Takes a member out without any consequence for the others; its waiting requests are answered.</summary>
    public static void Detach(ClassicGroup group, ClassicMember member, Decision decision)
    {
        group.Remove(member);
        DeadlineQueue.Clear(member.Session);
        CompleteJoin(member, JoinResponses.Error("", ErrorCode.UnknownMemberId), decision);
        CompleteSync(member, new SyncGroupResponse { ErrorCode = ErrorCode.UnknownMemberId }, decision);
    }

    /// <summary>Writes the group down as it is; false where the internal topic would not take so large a record.</summary>
    public bool TryPersist(ClassicGroup group, Decision decision)
    {
        var record = ClassicRecords.Group(group);
        if (record.Key.Length + record.Value!.Length > options.RecordBytesMax) return false;
        decision.Append(record);
        return true;
    }

    /// <summary>What follows from members that joined anew or are gone.</summary>
    public void OnMembersChanged(ClassicGroup group, Decision decision)
    {
        if (group.State == ClassicGroupState.PreparingRebalance) CompleteJoinIfReady(group, decision);
        else Prepare(group, decision);
    }

    /// <summary>Begins a rebalance: everyone is to join again.</summary>
    public void Prepare(ClassicGroup group, Decision decision)
    {
        if (group.State == ClassicGroupState.CompletingRebalance) FailSyncs(group, ErrorCode.RebalanceInProgress, decision);
        group.PendingSyncs.Clear();
        DeadlineQueue.Clear(group.SyncTimer);
        var isFirst = group.State == ClassicGroupState.Empty;
        group.BeginRebalance(decision.NowMs);
        if (isFirst) BeginInitialDelay(group, decision);
        else if (group.HasAllMembersJoined) CompleteJoinPhase(group, decision);
        else groups.Deadlines.Set(group.JoinTimer, decision.ElapsedMs + group.RebalanceTimeoutMs);
    }

    /// <summary>Ends the join phase when nobody is missing; the first rebalance of a group ends by time alone.</summary>
    public void CompleteJoinIfReady(ClassicGroup group, Decision decision)
    {
        if (group is { State: ClassicGroupState.PreparingRebalance, IsInitialRebalance: false, HasAllMembersJoined: true })
            CompleteJoinPhase(group, decision);
    }

    public void OnJoinTimer(ClassicGroup group, Decision decision)
    {
        if (group.State != ClassicGroupState.PreparingRebalance) return;
        if (group is { IsInitialRebalance: true, IsMemberAddedInDelay: true, InitialDelayLeftMs: > 0 }) ExtendInitialDelay(group, decision);
        else CompleteJoinPhase(group, decision);
    }

    /// <summary>Members that never asked for their assignment are gone.</summary>
    public void OnSyncTimer(ClassicGroup group, Decision decision)
    {
        if (group.State is not (ClassicGroupState.CompletingRebalance or ClassicGroupState.Stable) || group.PendingSyncs.Count == 0) return;
        foreach (var memberId in group.PendingSyncs.ToList())
            if (group.Find(memberId) is { } member) Detach(group, member, decision);
        Prepare(group, decision);
    }

    /// <summary>The member has asked for its assignment.</summary>
    public static void OnSyncReceived(ClassicGroup group, ClassicMember member)
    {
        group.PendingSyncs.Remove(member.Id);
        if (group.PendingSyncs.Count == 0) DeadlineQueue.Clear(group.SyncTimer);
    }

    /// <summary>Hands every waiting member its assignment.</summary>
    public void CompleteSyncs(ClassicGroup group, Decision decision)
    {
        foreach (var member in group.Members)
            CompleteSyncAndRenew(member, SyncResponse(group, member), decision);
    }

    /// <summary>Sends every member that waits for an assignment back to joining.</summary>
    public void FailSyncs(ClassicGroup group, ErrorCode error, Decision decision)
    {
        foreach (var member in group.Members)
        {
            member.Assignment = [];
            CompleteSyncAndRenew(member, new SyncGroupResponse { ErrorCode = error }, decision);
        }
    }

    public static SyncGroupResponse SyncResponse(ClassicGroup group, ClassicMember member) => new()
    {
        ProtocolType = group.ProtocolType,
        ProtocolName = group.AssignorName,
        Assignment = member.Assignment,
    };

    /// <summary>Answers the member's waiting JoinGroup, if there is one.</summary>
    public static void CompleteJoin(ClassicMember member, in JoinGroupResponse response, Decision decision)
    {
        if (member.JoinToken is { } token) decision.Complete(token, response);
        member.JoinToken = null;
    }

    /// <summary>Answers the member's waiting SyncGroup, if there is one.</summary>
    public static void CompleteSync(ClassicMember member, in SyncGroupResponse response, Decision decision)
    {
        if (member.SyncToken is { } token) decision.Complete(token, response);
        member.SyncToken = null;
    }

    private void CompleteSyncAndRenew(ClassicMember member, in SyncGroupResponse response, Decision decision)
    {
        if (member.SyncToken is null) return;
        CompleteSync(member, response, decision);
        // Its session may have run out while it waited for us, which did not count.
        RenewSession(member, decision);
    }

    private void BeginInitialDelay(ClassicGroup group, Decision decision)
    {
        group.IsInitialRebalance = true;
        group.IsMemberAddedInDelay = false;
        group.InitialDelayLeftMs = Math.Max(0, (long)group.RebalanceTimeoutMs - options.InitialRebalanceDelayMs);
        if (options.InitialRebalanceDelayMs <= 0) CompleteJoinPhase(group, decision);
        else groups.Deadlines.Set(group.JoinTimer, decision.ElapsedMs + options.InitialRebalanceDelayMs);
    }

    private void ExtendInitialDelay(ClassicGroup group, Decision decision)
    {
        group.IsMemberAddedInDelay = false;
        var delayMs = Math.Min(options.InitialRebalanceDelayMs, group.InitialDelayLeftMs);
        group.InitialDelayLeftMs -= delayMs;
        groups.Deadlines.Set(group.JoinTimer, decision.ElapsedMs + delayMs);
    }

    private void CompleteJoinPhase(ClassicGroup group, Decision decision)
    {
        DeadlineQueue.Clear(group.JoinTimer);
        group.IsInitialRebalance = false;
        // Static members may be restarting: their session decides.
        foreach (var member in group.Members.Where(member => !member.IsAwaitingJoin && !member.IsStatic).ToList())
            Detach(group, member, decision);
        if (group.Members.Count > 0 && !group.TryElectJoinedLeader())
        {
            groups.Deadlines.Set(group.JoinTimer, decision.ElapsedMs + group.RebalanceTimeoutMs);
            return;
        }

        group.BeginGeneration(decision.NowMs);
        if (group.State == ClassicGroupState.Empty) decision.Append(ClassicRecords.Group(group));
        else AnnounceGeneration(group, decision);
    }

    private void AnnounceGeneration(ClassicGroup group, Decision decision)
    {
        foreach (var member in group.Members)
        {
            CompleteJoin(member, JoinResponses.Generation(group, member, isLeaderInformed: true), decision);
            RenewSession(member, decision);
            member.IsNew = false;
            group.PendingSyncs.Add(member.Id);
        }

        groups.Deadlines.Set(group.SyncTimer, decision.ElapsedMs + group.RebalanceTimeoutMs);
    }

    private void OnSessionDue(ClassicMember member, Decision decision)
    {
        if (member.IsExcusedFromHeartbeats || member.Group is not { } group) return;
        Detach(group, member, decision);
        OnMembersChanged(group, decision);
    }
}
