using Levada.Log;
using Levada.Protocol;

namespace Levada.Replication;

/// <summary>One partition on its leader: the log, the high watermark, and who waits for it.</summary>
/// <remarks>
/// One caller at a time. A replica counts for the high watermark up to its durable end: the flushed end in disk mode,
/// the log end in page-cache mode. The waits an advance satisfies are returned, to be told once the caller has released
/// the partition.
/// </remarks>
public sealed class Partition(PartitionLog log, Uuid topicId)
{
    public PartitionLog Log { get; } = log;
    public Uuid TopicId { get; } = topicId;
    public LeaderEpoch LeaderEpoch { get; private set; } = LeaderEpoch.None;
    public OffsetWaits Waits { get; } = new();

    /// <summary>The end of what every counted replica holds: consumers read below it.</summary>
    public long HighWatermark => HighWatermarkPosition.Offset;

    /// <summary>The high watermark with its place in the files, so that no fetch scans for its end.</summary>
    public LogPosition HighWatermarkPosition { get; private set; }

    /// <summary>Whether an acknowledgement or a waiting fetch needs a flush before the high watermark can move.</summary>
    public bool NeedsFlushToAdvance => Log.CountedEndPosition.Offset < Log.LogEndOffset;

    /// <summary>The end of what a transactional reader may see.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public LogPosition LastStablePosition => Log.LastStablePosition(HighWatermarkPosition);

    public SatisfiedWaits BecomeLeader(LeaderEpoch epoch)
    {
        LeaderEpoch = epoch;
        Log.BeginEpoch(epoch);
        return AdvanceHighWatermark();
    }

    /// <summary>Appends one batch as leader; an advance of the high watermark is the caller's next step.</summary>
    /// <param name="transaction">What a transactional batch is held to.</param>
    public AppendResult Append(Span<byte> batch, AppendOrigin origin, long nowMs, in TransactionCheck transaction = default) => Log.Append(
        batch,
        new AppendContext(
            origin, LeaderEpoch, nowMs, transaction.IsVersion2, transaction.IsVerificationRequired, transaction.VerificationGuard));

    public SatisfiedWaits AdvanceHighWatermark()
    {
        var end = Log.CountedEndPosition;
        if (end.Offset <= HighWatermark && HighWatermarkPosition.HasPlace) return SatisfiedWaits.None;
        HighWatermarkPosition = end;
        return Waits.Take(end.Offset);
    }

    public SatisfiedWaits CompleteFlush(PendingFlush flush)
    {
        Log.CompleteFlush(flush);
        return AdvanceHighWatermark();
    }

    /// <summary>Moves the log start offset forward for DeleteRecords; -1 means the high watermark.</summary>
    /// <returns>OFFSET_OUT_OF_RANGE when the offset lies outside what may be deleted.</returns>
    public ErrorCode DeleteRecordsBefore(long offset)
    {
        var target = offset == -1 ? HighWatermark : offset;
        if (target < 0 || target > HighWatermark) return ErrorCode.OffsetOutOfRange;
        if (target > Log.LogStartOffset) Log.AdvanceLogStart(target);
        return ErrorCode.None;
    }

    /// <summary>Compares the leader epoch a client believes in with ours (KIP-320).</summary>
    public ErrorCode CheckLeaderEpoch(LeaderEpoch clientEpoch)
    {
        if (clientEpoch == LeaderEpoch.None || clientEpoch == LeaderEpoch) return ErrorCode.None;
        return clientEpoch < LeaderEpoch ? ErrorCode.FencedLeaderEpoch : ErrorCode.UnknownLeaderEpoch;
    }
}
