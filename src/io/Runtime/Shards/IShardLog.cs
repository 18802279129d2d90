namespace Levada.Runtime.Shards;

/// <summary>The partition a shard lives in, as its leader sees it in one leader epoch.</summary>
public interface IShardLog
{
    /// <summary>Reads every record from the log start to the log end, in offset order; may block.</summary>
    ShardLogOutcome Replay(Action<ShardRecord> apply, CancellationToken cancellationToken);

    /// <summary>Appends the records as one batch; buffered, without waiting for disk or followers.</summary>
    /// <param name="timestampMs">Unix milliseconds for every record.</param>
    ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs);

    /// <summary>Tells the waiter once, when the high watermark has reached the offset or never will.</summary>
    void WhenCommitted(long endOffset, ICommitWaiter waiter);
}
