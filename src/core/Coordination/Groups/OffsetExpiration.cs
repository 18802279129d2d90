namespace Levada.Coordination.Groups;

/// <summary>Forgets offsets nobody will ask for, and groups that have nothing left.</summary>
internal sealed class OffsetExpiration(GroupCoordinatorOptions options, GroupTable groups)
{
    public void Run(Decision decision)
    {
        foreach (var group in groups.All)
        {
            var isAllExpired = !groups.Pending.HasAny(group.Id);
            foreach (var (topic, partition, offset) in group.Offsets.All)
            {
                if (!group.IsSubscribedTo(topic) && !groups.Pending.Has(group.Id, topic, partition) && IsExpired(group, offset, decision.NowMs))
                    decision.Append(GroupRecords.OffsetTombstone(group.Id, topic, partition));
                else
                    isAllExpired = false;
            }

            if (isAllExpired && group.State == GroupState.Empty && group.PendingMembers.Count == 0)
                decision.Append(GroupRecords.GroupTombstone(group.Id));
        }
    }

    /// <summary>The topics are deleted: their offsets would be those of other records if the names came back.</summary>
    public void RemoveTopics(IReadOnlySet<string> topics, Decision decision)
    {
        foreach (var group in groups.All)
        {
            foreach (var (topic, partition, _) in group.Offsets.All)
                if (topics.Contains(topic)) decision.Append(GroupRecords.OffsetTombstone(group.Id, topic, partition));
            foreach (var (topic, partition) in groups.Pending.Of(group.Id))
                if (topics.Contains(topic)) decision.Append(GroupRecords.OffsetTombstone(group.Id, topic, partition));
        }
    }

    private bool IsExpired(ClassicGroup group, in CommittedOffset offset, long nowMs)
    {
        if (RetainedSinceMs(group, offset) is not { } sinceMs) return false;
        return offset.ExpireTimestampMs >= 0 ? nowMs >= offset.ExpireTimestampMs : nowMs - sinceMs >= options.OffsetsRetentionMs;
    }

    /// <summary>Unix milliseconds retention counts from; null where the group's state forbids expiry.</summary>
    private static long? RetainedSinceMs(ClassicGroup group, in CommittedOffset offset) => group switch
    {
        { ProtocolType: null } => offset.CommitTimestampMs,
        // Records of old brokers do not say since when a group is empty.
        { State: GroupState.Empty } => group.StateSinceMs >= 0 ? group.StateSinceMs : offset.CommitTimestampMs,
        { State: GroupState.Stable, UsesConsumerProtocol: true, SubscribedTopics: not null } => offset.CommitTimestampMs,
        _ => null,
    };
}
