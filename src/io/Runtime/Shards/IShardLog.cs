namespace Levada.Runtime.Shards;

/// <summary>The partition a shard lives in, as its leader sees it in one leader epoch.</summary>
public interface IShardLog
{
    /// <summary>Reads every record and marker from the log start to the log end, in offset order; may block.</summary>
    ShardLogOutcome Replay(Action<ShardRecord> apply, Action<ShardMarker> applyMarker, CancellationToken cancellationToken);

    /// <summary>Appends the records as one batch; buffered, without waiting for disk or followers.</summary>
    /// <param name="timestampMs">Unix milliseconds for every record.</param>
    /// <param name="producer">The transaction they are part of; null outside any.</param>
    ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs, ShardProducer? producer = null);

    /// <summary>Ends a producer's transaction in this partition.</summary>
    ShardLogOutcome Append(ShardMarker marker, long timestampMs);

    /// <summary>Tells the waiter once, when the high watermark has reached the offset or never will.</summary>
    void WhenCommitted(long endOffset, ICommitWaiter waiter);
}
