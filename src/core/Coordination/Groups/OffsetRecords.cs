using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Groups;

/// <summary>Takes records of offsets in.</summary>
internal sealed class OffsetRecords(GroupTable groups) : IGroupKind
{
    public RecordOutcome Apply(short recordType, ref WireReader key, byte[]? value)
    {
        if (recordType is not (GroupRecords.LegacyOffsetType or GroupRecords.OffsetType) || key.Failed) return RecordOutcome.Foreign;
        var offsetKey = OffsetCommitKey.Read(ref key, 0);
        return key.Failed ? RecordOutcome.Malformed : Apply(offsetKey, value);
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
            if (groups.TryGet(key.Group, out var known)) known.Offsets.Remove(key.Topic, key.Partition);
            return RecordOutcome.Applied;
        }

        if (GroupRecords.Decode<OffsetCommitValue>(bytes) is not { } value) return RecordOutcome.Malformed;
        groups.GetOrAdd(key.Group).Offsets.Set(key.Topic, key.Partition, new CommittedOffset(
            value.Offset, new LeaderEpoch(value.LeaderEpoch), value.Metadata, value.CommitTimestamp, value.ExpireTimestamp, value.TopicId));
        return RecordOutcome.Applied;
    }
}
