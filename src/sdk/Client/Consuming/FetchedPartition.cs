using Levada.Protocol;

namespace Levada.Client.Consuming;

/// <summary>What one fetch brought of one partition. Its records are valid until the <see cref="FetchedSet"/> is disposed.</summary>
public sealed class FetchedPartition
{
    public required TopicPartition Partition { get; init; }
    public required ErrorCode Error { get; init; }

    /// <summary>The offset asked for.</summary>
    public long FetchOffset { get; internal set; }

    /// <summary>The offset the next fetch asks for.</summary>
    public long NextOffset { get; internal set; }

    /// <summary>The end of what is replicated, exclusive.</summary>
    public required long HighWatermark { get; init; }

    /// <summary>The end of what transactions have settled, exclusive.</summary>
    public required long LastStableOffset { get; init; }

    /// <summary>The first offset that exists; -1 where the broker is too old to tell.</summary>
    public required long LogStartOffset { get; init; }

    /// <summary>Record batches as on disk; the last one may be cut off.</summary>
    public required ReadOnlyMemory<byte> Records { get; init; }

    internal IReadOnlyList<AbortedTransaction> Aborted { get; init; } = [];
}
