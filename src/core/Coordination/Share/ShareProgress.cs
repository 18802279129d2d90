namespace Levada.Coordination.Share;

/// <summary>How far a share group has come in a partition, for those who only look (KIP-1226).</summary>
/// <param name="StartOffset">Everything below is done with, or gone from the log.</param>
/// <param name="DeliveryCompleteCount">Records at and after the start offset that are done with.</param>
public readonly record struct ShareProgress(long StartOffset, int DeliveryCompleteCount)
{
    /// <summary>Records that the group has still before it.</summary>
    public long LagTo(long highWatermark) => Math.Max(0, highWatermark - StartOffset - DeliveryCompleteCount);

    /// <summary>What a persisted state says of a log that has moved on since, and may have lost records that the group never saw.</summary>
    public static ShareProgress Of(PersistedShareState state, long logStartOffset)
    {
        var partition = new SharePartition(new ShareLimits(), state.StartOffset, state.Batches);
        var namedCount = partition.StartOffset - state.StartOffset + partition.DeliveryCompleteCount;
        // Offsets without a record are done with and counted, but never named.
        var unnamedCount = logStartOffset > partition.StartOffset ? 0 : Math.Max(0, state.DeliveryCompleteCount - namedCount);
        partition.AdvanceLogStart(logStartOffset);
        return partition.Progress with { DeliveryCompleteCount = partition.DeliveryCompleteCount + (int)unnamedCount };
    }
}
