namespace Levada.Coordination.Share;

/// <summary>What is persisted of one share partition.</summary>
/// <param name="SnapshotEpoch">Which snapshot it is; updates name the one they build on.</param>
/// <param name="StateEpoch">Grows when the state is initialized anew; writers of an older one are fenced.</param>
/// <param name="LeaderEpoch">Of the partition leader that read the state last; writers of an older one are fenced.</param>
/// <param name="StartOffset">Everything below is done with; -1 until the group has begun.</param>
/// <param name="DeliveryCompleteCount">Records at and after the start offset that are done with; -1 for not known.</param>
/// <param name="UpdateCount">Updates since the snapshot.</param>
public sealed record PersistedShareState(
    int SnapshotEpoch, int StateEpoch, int LeaderEpoch, long StartOffset, int DeliveryCompleteCount, long CreateTimestampMs,
    long WriteTimestampMs, IReadOnlyList<StateBatch> Batches, int UpdateCount)
{
    public const long UninitializedStartOffset = -1;
    public const int UnknownDeliveryCompleteCount = -1;
}
