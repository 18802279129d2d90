using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

/// <summary>A log whose commits are reported from other threads, in no order.</summary>
internal sealed class PoolCommittedLog : IShardLog
{
    /// <summary>Written by the shard's turns alone.</summary>
    public int RecordCount { get; private set; }

    public ShardLogOutcome Replay(
        Action<ShardRecord> apply, Action<ShardMarker> applyMarker, CancellationToken cancellationToken) => new(ErrorCode.None, 0);

    public ShardLogOutcome Append(ShardMarker marker, long timestampMs) => new(ErrorCode.None, ++RecordCount);

    public ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs, ShardProducer? producer = null)
    {
        RecordCount += records.Length;
        return new(ErrorCode.None, RecordCount);
    }

    public void WhenCommitted(long endOffset, ICommitWaiter waiter) =>
        ThreadPool.QueueUserWorkItem(_ => waiter.OnCommitted(endOffset, ErrorCode.None));
}
