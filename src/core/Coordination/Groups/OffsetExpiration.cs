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

            if (isAllExpired && group.IsForgettable) group.Forget(decision);
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

    private bool IsExpired(Group group, in CommittedOffset offset, long nowMs)
    {
        if (group.RetainedSinceMs(offset) is not { } sinceMs) return false;
        return offset.ExpireTimestampMs >= 0 ? nowMs >= offset.ExpireTimestampMs : nowMs - sinceMs >= options.OffsetsRetentionMs;
    }
}
