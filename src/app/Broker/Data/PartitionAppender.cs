using Levada.Log;
using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>Appends batches to partitions: under the gate the log decides and writes, outside it the waiters hear.</summary>
internal sealed class PartitionAppender(PartitionRegistry partitions, Flusher flusher, BrokerClock clock)
{
    public HostedTopic? Find(ReadOnlySpan<byte> name, Uuid id, bool isById) => isById ? partitions.Find(id) : partitions.Find(name);

    /// <summary>Appends a client's batch and, unless nobody wants to know, has the request wait for its commitment.</summary>
    public AppendOutcome Append(
        HostedPartition hosted, HostedTopic topic, Span<byte> batch, bool isAcknowledged, PendingProduce pending, int errorPosition)
    {
        AppendOutcome outcome;
        var waits = SatisfiedWaits.None;
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return Fail(topic, AppendOutcome.Refused(hosted.Unavailable));
            var result = hosted.Partition.Append(batch, AppendOrigin.Client, clock.NowMs);
            if (result.Error != ErrorCode.None) return Fail(hosted, topic, result);
            waits = hosted.Partition.AdvanceHighWatermark();
            if (isAcknowledged) AwaitCommit(hosted, result.LastOffset + 1, pending, errorPosition);
            if (MustFlush(hosted, isAcknowledged)) flusher.RequestUnderGate(hosted);
            topic.Counters.OnAppended(result.RecordCount, batch.Length);
            outcome = new AppendOutcome(ErrorCode.None, result.BaseOffset, result.LogAppendTimeMs, result.LogStartOffset, null);
        }

        waits.Tell();
        return outcome;
    }

    /// <summary>Appends a coordinator's batch. Its commitment is the caller's to wait for.</summary>
    public AppendResult AppendInternal(HostedPartition hosted, Span<byte> batch)
    {
        SatisfiedWaits waits;
        AppendResult result;
        lock (hosted.Gate)
        {
            if (hosted.Unavailable != ErrorCode.None) return AppendResult.Failed(hosted.Unavailable);
            result = hosted.Partition.Append(batch, AppendOrigin.Coordinator, clock.NowMs);
            if (hosted.Partition.Log.IsFailed) hosted.Directory.GoOffline(hosted.Partition.Log.Failure!);
            if (result.Error != ErrorCode.None) return result;
            waits = hosted.Partition.AdvanceHighWatermark();
            if (MustFlush(hosted, isAcknowledged: true)) flusher.RequestUnderGate(hosted);
        }

        waits.Tell();
        return result;
    }

    private static void AwaitCommit(HostedPartition hosted, long endOffset, PendingProduce pending, int errorPosition)
    {
        if (hosted.Partition.HighWatermark < endOffset) pending.AddUnderGate(hosted, endOffset, errorPosition);
    }

    private static bool MustFlush(HostedPartition hosted, bool isAcknowledged) =>
        hosted.Partition.NeedsFlushToAdvance && (isAcknowledged || !hosted.Partition.Waits.IsEmpty) || hosted.Partition.Log.IsFlushDue;

    private static AppendOutcome Fail(HostedPartition hosted, HostedTopic topic, in AppendResult result)
    {
        if (hosted.Partition.Log.Failure is { } failure) hosted.Directory.GoOffline(failure);
        return Fail(topic, AppendOutcome.Refused(result.Error, result.Reason) with { LogStartOffset = result.LogStartOffset });
    }

    private static AppendOutcome Fail(HostedTopic topic, AppendOutcome outcome)
    {
        topic.Counters.OnAppendFailed();
        return outcome;
    }
}
