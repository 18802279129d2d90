using Levada.Protocol;

namespace Levada.Replication;

/// <summary>One operation's interest in one partition: it wants to know when the high watermark reaches an offset.</summary>
/// <remarks>
/// Intrusive, so that waiting allocates nothing: the operation owns the node and reuses it. Only the holder of the
/// partition may link or unlink it.
/// </remarks>
public sealed class OffsetWait(IOffsetWaiter waiter)
{
    private bool _isBeingTold;

    public IOffsetWaiter Waiter { get; } = waiter;

    /// <summary>The exclusive end offset that satisfies the wait.</summary>
    public long EndOffset { get; internal set; }

    /// <summary>Why the wait ended: none when the high watermark came, an error when it never will.</summary>
    public ErrorCode Error { get; internal set; }

    /// <summary>Which of the operation's partitions this is; the operation's own numbering.</summary>
    public int Index { get; set; }

    public bool IsLinked => Owner is not null;

    /// <summary>Whether the wait is over and its waiter has yet to hear: it may not be linked anew before that.</summary>
    public bool IsBeingTold
    {
        get => Volatile.Read(ref _isBeingTold);
        internal set => Volatile.Write(ref _isBeingTold, value);
    }

    internal OffsetWaits? Owner { get; set; }
    internal OffsetWait? Previous { get; set; }
    internal OffsetWait? Next { get; set; }
}
