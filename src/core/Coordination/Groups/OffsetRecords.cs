using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups;

/// <summary>Takes records of offsets in.</summary>
internal sealed class OffsetRecords(GroupTable groups) : IGroupKind
{
    private long _lastOrder;

    public RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value)
    {
        if (recordType is not (GroupRecords.LegacyOffsetType or GroupRecords.OffsetType) || key.Failed) return RecordOutcome.Foreign;
        var offsetKey = OffsetCommitKey.Read(ref key, 0);
        return key.Failed ? RecordOutcome.Malformed : Apply(offsetKey, value);
    }

    /// <summary>Takes in a record of an open transaction: only offsets are ever committed in one.</summary>
    public RecordOutcome ApplyPending(short recordType, ref WireReader key, byte[]? value, long producerId)
    {
        if (recordType is not (GroupRecords.LegacyOffsetType or GroupRecords.OffsetType) || key.Failed) return RecordOutcome.Foreign;
        var offsetKey = OffsetCommitKey.Read(ref key, 0);
        if (key.Failed || value is null || Read(value) is not { } offset) return RecordOutcome.Malformed;
        groups.GetOrAdd(offsetKey.Group);
        groups.Pending.Set(producerId, offsetKey.Group, offsetKey.Topic, offsetKey.Partition, offset);
        return RecordOutcome.Applied;
    }

    public void ApplyMarker(long producerId, bool isCommit)
    {
        foreach (var ((groupId, topic, partition), offset) in groups.Pending.Take(producerId))
        {
            if (isCommit)
            {
                var offsets = groups.GetOrAdd(groupId).Offsets;
                if (!offsets.TryGet(topic, partition, out var known) || known.Order < offset.Order) offsets.Set(topic, partition, offset);
            }
            else if (groups.TryGet(groupId, out Group? group))
            {
                groups.RemoveIfUnused(group);
            }
        }
    }

    public void OnLoaded(Decision decision)
    {
        // A group whose offsets are all gone by tombstones, and that has no other record, never was.
        foreach (var group in groups.All) groups.RemoveIfUnused(group);
    }

    private RecordOutcome Apply(in OffsetCommitKey key, byte[]? bytes)
    {
        if (bytes is null)
        {
            groups.Pending.Remove(key.Group, key.Topic, key.Partition);
            if (groups.TryGet(key.Group, out var known)) known.Offsets.Remove(key.Topic, key.Partition);
            return RecordOutcome.Applied;
        }

        if (Read(bytes) is not { } offset) return RecordOutcome.Malformed;
        groups.GetOrAdd(key.Group).Offsets.Set(key.Topic, key.Partition, offset);
        return RecordOutcome.Applied;
    }

    private CommittedOffset? Read(byte[] bytes) => GroupRecords.Decode<OffsetCommitValue>(bytes) is not { } value
        ? null
        : new CommittedOffset(
            value.Offset, new LeaderEpoch(value.LeaderEpoch), value.Metadata, value.CommitTimestamp, value.ExpireTimestamp, value.TopicId)
        {
            Order = ++_lastOrder,
        };
}
