using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Share;

/// <summary>Encodes and reads the records of <c>__share_group_state</c>.</summary>
internal static class ShareRecords
{
    public const short SnapshotType = 0;
    public const short UpdateType = 1;

    public static CoordinatorRecord Snapshot(in SharePartitionKey key, PersistedShareState state)
    {
        var value = new ShareSnapshotValue
        {
            SnapshotEpoch = state.SnapshotEpoch,
            StateEpoch = state.StateEpoch,
            LeaderEpoch = state.LeaderEpoch,
            StartOffset = state.StartOffset,
            DeliveryCompleteCount = state.DeliveryCompleteCount,
            CreateTimestamp = state.CreateTimestampMs,
            WriteTimestamp = state.WriteTimestampMs,
            StateBatches =
            [
                .. state.Batches.Select(batch => new ShareSnapshotValue.StateBatch
                {
                    FirstOffset = batch.First, LastOffset = batch.Last, DeliveryState = (sbyte)batch.State, DeliveryCount = batch.DeliveryCount,
                }),
            ],
        };
        return new(SnapshotKey(key), Encode(value, 0));
    }

    /// <param name="state">The state with only the changed batches.</param>
    public static CoordinatorRecord Update(in SharePartitionKey key, PersistedShareState state)
    {
        var value = new ShareUpdateValue
        {
            SnapshotEpoch = state.SnapshotEpoch,
            LeaderEpoch = state.LeaderEpoch,
            StartOffset = state.StartOffset,
            DeliveryCompleteCount = state.DeliveryCompleteCount,
            StateBatches =
            [
                .. state.Batches.Select(batch => new ShareUpdateValue.StateBatch
                {
                    FirstOffset = batch.First, LastOffset = batch.Last, DeliveryState = (sbyte)batch.State, DeliveryCount = batch.DeliveryCount,
                }),
            ],
        };
        var updateKey = new ShareUpdateKey { GroupId = key.GroupId, TopicId = key.TopicId, Partition = key.Partition };
        return new(Encode(updateKey, UpdateType), Encode(value, 0));
    }

    public static CoordinatorRecord Tombstone(in SharePartitionKey key) => new(SnapshotKey(key), null);

    public static PersistedShareState? ReadSnapshot(byte[] bytes) => Decode<ShareSnapshotValue>(bytes) is not { } value
        ? null
        : new PersistedShareState(
            value.SnapshotEpoch, value.StateEpoch, value.LeaderEpoch, value.StartOffset, value.DeliveryCompleteCount, value.CreateTimestamp,
            value.WriteTimestamp,
            StateBatches.Merge(
                [], value.StateBatches.Select(batch => Batch(batch.FirstOffset, batch.LastOffset, batch.DeliveryState, batch.DeliveryCount)),
                value.StartOffset),
            UpdateCount: 0);

    /// <summary>The state that an update makes of the one it builds on; null where it is malformed.</summary>
    public static PersistedShareState? ReadUpdate(PersistedShareState state, byte[] bytes)
    {
        if (Decode<ShareUpdateValue>(bytes) is not { } value) return null;
        // An update of an older snapshot was overtaken by a newer one.
        if (value.SnapshotEpoch != state.SnapshotEpoch) return state;
        var startOffset = value.StartOffset == PersistedShareState.UninitializedStartOffset ? state.StartOffset : value.StartOffset;
        var changed = value.StateBatches.Select(batch => Batch(batch.FirstOffset, batch.LastOffset, batch.DeliveryState, batch.DeliveryCount));
        return state with
        {
            LeaderEpoch = value.LeaderEpoch == -1 ? state.LeaderEpoch : value.LeaderEpoch,
            StartOffset = startOffset,
            DeliveryCompleteCount = value.DeliveryCompleteCount,
            Batches = StateBatches.Merge(state.Batches, changed, startOffset),
            UpdateCount = state.UpdateCount + 1,
        };
    }

    private static StateBatch Batch(long first, long last, sbyte state, short count) => new(first, last, (RecordState)state, count);

    private static byte[] SnapshotKey(in SharePartitionKey key) =>
        Encode(new ShareSnapshotKey { GroupId = key.GroupId, TopicId = key.TopicId, Partition = key.Partition }, SnapshotType);

    private static byte[] Encode<T>(in T value, short prefix)
        where T : struct, IWireMessage<T>
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(prefix);
        value.Write(writer, 0);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }

    private static T? Decode<T>(ReadOnlySpan<byte> bytes)
        where T : struct, IWireMessage<T>
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadInt16();
        if (version < T.LowestVersion || version > T.HighestVersion) return null;
        var value = T.Read(ref reader, version);
        return reader.Failed ? null : value;
    }
}
