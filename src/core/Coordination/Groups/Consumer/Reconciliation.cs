namespace Levada.Coordination.Groups.Consumer;

/// <summary>Brings one member a step closer to its target: first it gives up, then its epoch moves, then it gets what is free.</summary>
/// <param name="targetEpoch">The epoch of the target.</param>
/// <param name="target">What the member is to have in the end.</param>
/// <param name="isFree">Whether nobody has a partition at any epoch.</param>
/// <param name="owned">What the member says it has; null where it did not say.</param>
internal sealed class Reconciliation(
    int targetEpoch, PartitionSet target, Func<AssignedPartition, bool> isFree, PartitionSet? owned)
{
    /// <summary>The member's next state; the same object where nothing changes.</summary>
    public ConsumerMember Advance(ConsumerMember member) => member.State switch
    {
        ConsumerMemberState.Stable => member.Epoch == targetEpoch ? member : Advance(member, member.Epoch),
        // It moves on when its own word says that it has given everything up.
        ConsumerMemberState.UnrevokedPartitions => Owns(member.PendingRevocation) ? member : Advance(member, member.Epoch + 1),
        _ => Advance(member, member.Epoch),
    };

    private ConsumerMember Advance(ConsumerMember member, int epoch)
    {
        var kept = member.Assigned.Intersect(target);
        var revoked = member.Assigned.Except(target);
        if (revoked.Count > 0 && Owns(revoked))
        {
            return member.InEpoch(epoch) with
            {
                State = ConsumerMemberState.UnrevokedPartitions, Assigned = kept, PendingRevocation = revoked,
            };
        }

        var missing = target.Except(kept);
        var granted = missing.Where(isFree);
        return member.InEpoch(targetEpoch) with
        {
            State = granted.Count < missing.Count ? ConsumerMemberState.UnreleasedPartitions : ConsumerMemberState.Stable,
            Assigned = kept.Union(granted.WithEpoch(targetEpoch)),
            PendingRevocation = PartitionSet.Empty,
        };
    }

    private bool Owns(PartitionSet partitions) => owned is null || owned.Intersect(partitions).Count > 0;
}
