namespace Levada.Coordination.Share;

/// <summary>What the leader of a partition has to persist of a share partition.</summary>
public sealed record ShareStateWrite(int StateEpoch, int LeaderEpoch, long StartOffset, int DeliveryCompleteCount, IReadOnlyList<StateBatch> Batches)
{
    /// <summary>Whether every batch is a range of known offsets and states.</summary>
    internal bool IsWellFormed => Batches.All(batch =>
        batch.First >= 0 && batch.First <= batch.Last && batch.DeliveryCount >= 0
        && batch.State is RecordState.Available or RecordState.Acknowledged or RecordState.Archiving or RecordState.Archived);
}
