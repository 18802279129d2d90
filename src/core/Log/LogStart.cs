using Levada.Protocol;

namespace Levada.Log;

/// <summary>What is known of a partition's log before it is opened.</summary>
public readonly record struct LogStart
{
    public LogStart()
    {
    }

    /// <summary>The topic's id, written beside the data.</summary>
    public Uuid TopicId { get; init; }

    /// <summary>From the recovery point checkpoint: everything below is on disk and whole. 0 when unknown.</summary>
    public long RecoveryPoint { get; init; }

    /// <summary>From the log start checkpoint, or where an empty log begins. 0 when unknown.</summary>
    public long LogStartOffset { get; init; }

    /// <summary>From the cleaner offset checkpoint: everything below has been cleaned. 0 when unknown.</summary>
    public long CleanedOffset { get; init; }

    /// <summary>The newest epoch that any leader of the partition has had; None when unknown.</summary>
    /// <remarks>A batch of a later one is damaged: its epoch lies outside the checksum.</remarks>
    public LeaderEpoch LeaderEpoch { get; init; } = LeaderEpoch.None;

    /// <summary>Whether the last shutdown was clean: nothing is scanned then.</summary>
    public bool IsClean { get; init; }

    /// <summary>Milliseconds since 1970.</summary>
    public long NowMs { get; init; }
}
