using Levada.Log;
using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>Appends batches to partitions: under the gate the log decides and writes, outside it the waiters hear.</summary>
internal sealed class PartitionAppender(PartitionRegistry partitions, Flusher flusher, BrokerClock clock)
{
    public HostedTopic? Find(ReadOnlySpan<byte> name, Uuid id, bool isById) => isById ? partitions.Find(id) : partitions.Find(name);

    /// <summary>Appends a client's batch and, unless nobody wants to know, has the request wait for its commitment.</summary>
    /// <param name="transaction">What a transactional batch is held to.</param>
    public AppendOutcome Append(
        HostedPartition hosted,
        HostedTopic topic,
        Span<byte> batch,
        in TransactionCheck transaction,
        bool isAcknowledged,
        PendingProduce pending,
        int errorPosition)
    {
        AppendResult result;
        SatisfiedWaits waits;
        bool hasHints;
        lock (hosted.Gate)
        {
            if (TryAppendUnderGate(hosted, batch, AppendOrigin.Client, transaction, out result, out waits) is var error and not ErrorCode.None)
                return Fail(topic, error, result);
            if (isAcknowledged && hosted.Partition.HighWatermark <= result.LastOffset)
                pending.AddUnderGate(hosted, result.LastOffset + 1, errorPosition);
            if (MustFlush(hosted, isAcknowledged)) flusher.RequestUnderGate(hosted);
            hasHints = result.HasBackgroundWork && hosted.Hints.TryClaimUnderGate();
        }

        waits.Tell();
        if (hasHints) flusher.Enqueue(hosted.Hints);
        if (!result.IsDuplicate) topic.Counters.OnAppended((int)(result.LastOffset - result.BaseOffset) + 1, batch.Length);
        return new AppendOutcome(ErrorCode.None, result.BaseOffset, result.LogAppendTimeMs, result.LogStartOffset, null, []);
    }

    /// <summary>Appends a coordinator's batch. Its commitment is the caller's to wait for.</summary>
    /// <param name="endOffset">The offset behind the batch.</param>
    public ErrorCode AppendInternal(HostedPartition hosted, Span<byte> batch, in TransactionCheck transaction, out long endOffset)
    {
        ErrorCode error;
        SatisfiedWaits waits;
        lock (hosted.Gate)
        {
            error = TryAppendUnderGate(hosted, batch, AppendOrigin.Coordinator, transaction, out var result, out waits);
            endOffset = result.LastOffset + 1;
            if (error == ErrorCode.None && MustFlush(hosted, isAcknowledged: true)) flusher.RequestUnderGate(hosted);
        }

        waits.Tell();
        return error;
    }

    private ErrorCode TryAppendUnderGate(
        HostedPartition hosted, Span<byte> batch, AppendOrigin origin, in TransactionCheck transaction, out AppendResult result, out SatisfiedWaits waits)
    {
        result = default;
        waits = SatisfiedWaits.None;
        if (hosted.Unavailable != ErrorCode.None) return hosted.Unavailable;
        try
        {
            result = hosted.Partition.Append(batch, origin, clock.NowMs, transaction);
            if (result.Error == ErrorCode.None) waits = hosted.Partition.AdvanceHighWatermark();
            return result.Error;
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
            return ErrorCode.KafkaStorageError;
        }
    }

    /// <summary>Whoever waits on the high watermark asks for the flush that moves it.</summary>
    private static bool MustFlush(HostedPartition hosted, bool isAcknowledged) =>
        hosted.Partition.NeedsFlushToAdvance && (isAcknowledged || !hosted.Partition.Waits.IsEmpty)
        || hosted.Partition.Log.IsFlushDue;

    private static AppendOutcome Fail(HostedTopic topic, ErrorCode error, in AppendResult result)
    {
        topic.Counters.OnAppendFailed();
        return AppendOutcome.Refused(error, result.Reason, result.FailedRecords ?? []);
    }
}
