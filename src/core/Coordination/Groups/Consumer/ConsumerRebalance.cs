namespace Levada.Coordination.Groups.Consumer;

/// <summary>Takes in what members say and what topics became: new epochs, new targets, and one member's next step.</summary>
internal sealed class ConsumerRebalance(
    IClusterView cluster, ConsumerSettings settings, TargetComputation targets, RegexResolution regexes, ConsumerTimers timers)
{
    public ConsumerSettings Settings => settings;
    public TargetComputation Targets => targets;
    public ConsumerTimers Timers => timers;

    /// <summary>Takes a member's metadata in and brings it a step closer to its target.</summary>
    /// <param name="former">The member as it was; null where it is new or takes a static member's place.</param>
    /// <param name="member">The member as it is to be.</param>
    /// <param name="owned">What it says it has; null where it did not say.</param>
    /// <param name="isSubscriptionNew">Whether it subscribes to other topics than it, or the one it replaces, did.</param>
    public ConsumerMember Update(
        GroupDraft draft, ConsumerMember? former, ConsumerMember member, PartitionSet? owned, bool isSubscriptionNew, Decision decision)
    {
        var group = draft.Group;
        draft.Change(member);
        if (former is null || !member.HasSameMetadata(former)) decision.Append(ConsumerRecords.Member(group.Id, member));
        var hasRegexChange = regexes.Refresh(draft, decision);
        var hasAssignorChange = former?.ServerAssignor != member.ServerAssignor
            && targets.Preferred(group.Members) != targets.Preferred(draft.Members);
        var epoch = BumpIfNeeded(draft, isSubscriptionNew || hasRegexChange || hasAssignorChange, decision);
        var (targetEpoch, target) = FindTarget(draft, member, epoch, decision);
        return Reconcile(draft, former, member, targetEpoch, target, owned, decision);
    }

    /// <summary>Begins a new epoch because members are gone.</summary>
    public void BumpForRemoved(GroupDraft draft, Decision decision)
    {
        RegexResolution.ForgetUnused(draft, decision);
        Bump(draft, TopicsHash.Of(draft.SubscribedTopics, cluster.Topics), decision);
    }

    /// <summary>Whether the group's epoch has no target yet and it is time for one.</summary>
    public bool IsTargetDue(ConsumerGroup group, Decision decision) =>
        group.Epoch > group.TargetEpoch && (group.Members.Count < 2 || !IsTooSoon(group, decision));

    private int BumpIfNeeded(GroupDraft draft, bool isNeeded, Decision decision)
    {
        var group = draft.Group;
        var catalog = cluster.Topics;
        if (!isNeeded && group.Epoch > 0 && group.SeenTopicsVersion == catalog.Version) return group.Epoch;
        var hash = TopicsHash.Of(draft.SubscribedTopics, catalog);
        group.SeenTopicsVersion = catalog.Version;
        return isNeeded || group.Epoch == 0 || hash != group.MetadataHash ? Bump(draft, hash, decision) : group.Epoch;
    }

    private static int Bump(GroupDraft draft, long hash, Decision decision)
    {
        var group = draft.Group;
        if (group.HasPartitionMetadata) decision.Append(ConsumerRecords.PartitionMetadataTombstone(group.Id));
        decision.Append(ConsumerRecords.Group(group.Id, group.Epoch + 1, hash));
        return group.Epoch + 1;
    }

    private (int Epoch, PartitionSet Target) FindTarget(GroupDraft draft, ConsumerMember member, int epoch, Decision decision)
    {
        var group = draft.Group;
        // Who is alone waits for nobody.
        var isAlone = !draft.Members.Skip(1).Any();
        if (epoch <= group.TargetEpoch || (!isAlone && IsTooSoon(group, decision))) return (group.TargetEpoch, draft.TargetOf(member.Id));
        var computed = targets.Compute(draft, epoch, decision);
        return (epoch, computed[member.Id]);
    }

    /// <summary>Whether the next target must wait, so that members that come together are assigned together.</summary>
    private bool IsTooSoon(ConsumerGroup group, Decision decision)
    {
        if (group.TargetEpoch == 0 || group.TargetTimestampMs <= 0) return false;
        var ageMs = decision.NowMs - group.TargetTimestampMs;
        // A clock that was set back makes no group wait for it.
        return ageMs >= 0 && ageMs < settings.AssignmentIntervalMs(group.Id);
    }

    private ConsumerMember Reconcile(
        GroupDraft draft, ConsumerMember? former, ConsumerMember member, int targetEpoch, PartitionSet target, PartitionSet? owned,
        Decision decision)
    {
        var group = draft.Group;
        var next = member.IsReconciledTo(targetEpoch)
            ? member
            : new Reconciliation(targetEpoch, target, draft.IsFree, owned).Advance(member);
        if (former is not null && next.HasSameAssignment(former)) return next;
        decision.Append(ConsumerRecords.MemberAssignment(group.Id, next));
        if (next.IsClassic) return next;
        // Each demand to revoke gets its own time.
        if (next.State == ConsumerMemberState.UnrevokedPartitions)
            timers.Set(group.Id, next.Id, ConsumerTimerKind.Revocation, next.RebalanceTimeoutMs, decision, next.Epoch);
        else
            timers.Clear(group.Id, next.Id, ConsumerTimerKind.Revocation);
        return next;
    }
}
