using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Coordination.Share;

/// <summary>Keeps the states of the share partitions whose keys map to one partition of <c>__share_group_state</c>.</summary>
/// <remarks>
/// A state is a snapshot and the updates after it; after enough updates the next write is a snapshot again, so that older records
/// can go. Whoever asks has made sure that the topic partition exists. One caller at a time. Source: KIP-932.
/// </remarks>
/// <param name="updateCountMax">Updates after which a snapshot is written (<c>share.coordinator.snapshot.update.records.per.snapshot</c>).</param>
public sealed class ShareCoordinator(int updateCountMax) : ICoordinator
{
    private readonly SortedDictionary<SharePartitionKey, PersistedShareState> _states = [];

    public long NextDeadlineMs => long.MaxValue;

    /// <summary>Records of ours that could not be read on replay and were passed over.</summary>
    public int SkippedRecordCount { get; private set; }

    public int StateCount => _states.Count;

    /// <summary>Begins a state, or begins it anew under a higher state epoch.</summary>
    /// <param name="startOffset">-1 to have it found by the group's reset policy.</param>
    /// <returns>FENCED_STATE_EPOCH for an older state epoch than the known one.</returns>
    public ErrorCode Initialize(in SharePartitionKey key, int stateEpoch, long startOffset, Decision decision)
    {
        if (stateEpoch < 0 || key.Partition < 0) return ErrorCode.InvalidRequest;
        var known = Find(key);
        if (known is not null && known.StateEpoch > stateEpoch) return ErrorCode.FencedStateEpoch;
        // The answer to the same request was lost.
        if (known is not null && known.StateEpoch == stateEpoch && known.StartOffset == startOffset) return ErrorCode.None;
        decision.Append(ShareRecords.Snapshot(key, new PersistedShareState(
            (known?.SnapshotEpoch ?? -1) + 1, stateEpoch, 0, startOffset, PersistedShareState.UnknownDeliveryCompleteCount, decision.NowMs,
            decision.NowMs, [], 0)));
        return ErrorCode.None;
    }

    /// <summary>Tells a state to the partition's leader, and fences older leaders from then on.</summary>
    /// <returns>INVALID_REQUEST where nothing was initialized; FENCED_LEADER_EPOCH for an older leader.</returns>
    public ShareStateRead Read(in SharePartitionKey key, int leaderEpoch, Decision decision)
    {
        if (leaderEpoch < 0 || Find(key) is not { } state) return ShareStateRead.Refused(ErrorCode.InvalidRequest);
        if (state.LeaderEpoch > leaderEpoch) return ShareStateRead.Refused(ErrorCode.FencedLeaderEpoch);
        if (state.LeaderEpoch < leaderEpoch) Append(key, state, state with { LeaderEpoch = leaderEpoch, Batches = [] }, decision);
        return new ShareStateRead(ErrorCode.None, state);
    }

    /// <summary>A state for those who only look; null where there is none.</summary>
    public PersistedShareState? Find(in SharePartitionKey key) => _states.GetValueOrDefault(key);

    /// <summary>Takes changes of a state.</summary>
    /// <returns>INVALID_REQUEST, FENCED_LEADER_EPOCH or FENCED_STATE_EPOCH.</returns>
    public ErrorCode Write(in SharePartitionKey key, ShareStateWrite write, Decision decision)
    {
        if (write.LeaderEpoch < 0 || write.StateEpoch < 0 || !write.IsWellFormed || Find(key) is not { } state) return ErrorCode.InvalidRequest;
        if (state.LeaderEpoch > write.LeaderEpoch) return ErrorCode.FencedLeaderEpoch;
        if (state.StateEpoch > write.StateEpoch) return ErrorCode.FencedStateEpoch;
        var changed = state with
        {
            StartOffset = Math.Max(state.StartOffset, write.StartOffset),
            DeliveryCompleteCount = write.StartOffset < state.StartOffset ? state.DeliveryCompleteCount
                : write.StartOffset > state.StartOffset ? write.DeliveryCompleteCount
                : Math.Max(state.DeliveryCompleteCount, write.DeliveryCompleteCount),
            Batches = StateBatches.Merge([], write.Batches, Math.Max(state.StartOffset, write.StartOffset)),
        };
        Append(key, state, changed, decision);
        return ErrorCode.None;
    }

    /// <summary>Forgets a state; none is as good.</summary>
    public void Delete(in SharePartitionKey key, Decision decision)
    {
        if (Find(key) is not null) decision.Append(ShareRecords.Tombstone(key));
    }

    /// <summary>Forgets the states of topics that are deleted.</summary>
    public void OnTopicsDeleted(IReadOnlySet<Uuid> topicIds, Decision decision)
    {
        foreach (var key in _states.Keys)
        {
            if (topicIds.Contains(key.TopicId)) decision.Append(ShareRecords.Tombstone(key));
        }
    }

    /// <summary>Writes a snapshot of every state, after which no older record is needed.</summary>
    public void SnapshotAll(Decision decision)
    {
        foreach (var (key, state) in _states)
        {
            decision.Append(ShareRecords.Snapshot(
                key, state with { SnapshotEpoch = state.SnapshotEpoch + 1, WriteTimestampMs = decision.NowMs }));
        }
    }

    public void Apply(in CoordinatorRecord record)
    {
        var reader = new WireReader(record.Key);
        var type = reader.ReadInt16();
        // Both keys have the same fields.
        if (reader.Failed || type is not (ShareRecords.SnapshotType or ShareRecords.UpdateType)) return;
        var read = ShareSnapshotKey.Read(ref reader, 0);
        if (reader.Failed || !TryApply(type, new SharePartitionKey(read.GroupId, read.TopicId, read.Partition), record.Value)) SkippedRecordCount++;
    }

    /// <summary>Asks for the dead letters that a broker which ended has left to be written.</summary>
    public void OnLoaded(Decision decision)
    {
        foreach (var (key, state) in _states)
        {
            if (state.Batches.Any(batch => batch.State == RecordState.Archiving)) decision.Emit(new DeadLetterWork(key));
        }
    }

    public void OnTimer(Decision decision)
    {
        // Nothing waits for a time.
    }

    private bool TryApply(short type, SharePartitionKey key, byte[]? value)
    {
        if (value is null)
        {
            _states.Remove(key);
            return true;
        }

        var next = type == ShareRecords.SnapshotType ? ShareRecords.ReadSnapshot(value)
            : Find(key) is { } state ? ShareRecords.ReadUpdate(state, value)
            : null;
        if (next is not null) _states[key] = next;
        return next is not null;
    }

    /// <param name="changed">The new values, with only the batches that changed.</param>
    private void Append(in SharePartitionKey key, PersistedShareState state, PersistedShareState changed, Decision decision)
    {
        if (state.UpdateCount < updateCountMax)
        {
            decision.Append(ShareRecords.Update(key, changed));
            return;
        }

        decision.Append(ShareRecords.Snapshot(key, changed with
        {
            SnapshotEpoch = state.SnapshotEpoch + 1,
            CreateTimestampMs = decision.NowMs,
            WriteTimestampMs = decision.NowMs,
            Batches = StateBatches.Merge(state.Batches, changed.Batches, changed.StartOffset),
        }));
    }
}
