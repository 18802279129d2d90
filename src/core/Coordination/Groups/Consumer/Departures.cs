namespace Levada.Coordination.Groups.Consumer;

/// <summary>Members that go: by their own word, because their time ran out, or because another takes their place.</summary>
internal sealed class Departures(GroupTable groups, ConsumerRebalance rebalance, Migration migration)
{
    /// <summary>Takes members out and begins a new epoch; the group becomes classic when only members of that protocol are left.</summary>
    public void Remove(ConsumerGroup group, IReadOnlyList<ConsumerMember> leaving, Decision decision)
    {
        var draft = new GroupDraft(group);
        foreach (var member in leaving)
        {
            draft.Remove(member.Id);
            rebalance.Timers.Clear(group.Id, member.Id);
        }

        if (migration.TryDowngrade(group, leaving, decision)) return;
        foreach (var member in leaving) ConsumerRecords.ForgetMember(group.Id, member.Id, decision);
        rebalance.BumpForRemoved(draft, decision);
    }

    /// <summary>A deadline of a member has passed.</summary>
    /// <param name="memberEpoch">The epoch the deadline belongs to; -1 for any.</param>
    public void OnDue(string groupId, string memberId, int memberEpoch, Decision decision)
    {
        if (!groups.TryGet<ConsumerGroup>(groupId, out var group) || group.Find(memberId) is not { } member) return;
        if (memberEpoch < 0 || member.Epoch == memberEpoch) Remove(group, [member], decision);
    }

    /// <summary>Lets a static member's new incarnation take its place, with its partitions and its target.</summary>
    /// <returns>The member under its new id, in epoch 0.</returns>
    public ConsumerMember Replace(GroupDraft draft, ConsumerMember former, string memberId, Decision decision)
    {
        var group = draft.Group;
        var member = former with { Id = memberId, Epoch = 0, PreviousEpoch = 0 };
        rebalance.Timers.Clear(group.Id, former.Id);
        ConsumerRecords.ForgetMember(group.Id, former.Id, decision);
        decision.Append(ConsumerRecords.MemberTarget(group.Id, memberId, group.TargetOf(former.Id)));
        draft.Remove(former.Id);
        draft.Change(member, group.TargetOf(former.Id));
        return member;
    }
}
