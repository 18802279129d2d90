using System.Collections.Immutable;
using Levada.Protocol;

namespace Levada.Coordination.Transactions;

/// <summary>What is persisted of one transactional id.</summary>
internal sealed record TransactionMetadata
{
    /// <summary>The highest epoch a client is ever given: one more is left to fence it with.</summary>
    private const short ClientEpochMax = short.MaxValue - 1;

    private static readonly ImmutableSortedSet<TopicPartition> NoPartitions =
        ImmutableSortedSet.Create<TopicPartition>(TopicPartitionComparer.Instance);

    public required long ProducerId { get; init; }

    /// <summary>The producer id before the last change, which may be the same; -1 before any.</summary>
    public long PreviousProducerId { get; init; } = -1;

    /// <summary>The producer id that takes over when the prepared transaction is complete, or -1.</summary>
    public long NextProducerId { get; init; } = -1;

    public required ProducerEpoch Epoch { get; init; }
    public required int TimeoutMs { get; init; }
    public TransactionState State { get; init; }
    public ImmutableSortedSet<TopicPartition> Partitions { get; init; } = NoPartitions;

    /// <summary>Unix milliseconds of the transaction's first partition; -1 before any.</summary>
    public long StartMs { get; init; } = -1;

    /// <summary>Unix milliseconds.</summary>
    public required long LastUpdateMs { get; init; }

    /// <summary>The transaction version that the producer's last request followed: 2 bumps the epoch with every transaction.</summary>
    public short ClientVersion { get; init; }

    public bool IsPrepared => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public bool IsComplete => State is TransactionState.CompleteCommit or TransactionState.CompleteAbort;

    public bool IsEpochExhausted => IsExhausted(Epoch);

    public ProducerEpoch NextEpoch => new((short)(Epoch.Value + 1));

    public static bool IsExhausted(ProducerEpoch epoch) => epoch.Value >= ClientEpochMax;

    public static ImmutableSortedSet<TopicPartition> SetOf(IEnumerable<TopicPartition> partitions) => NoPartitions.Union(partitions);

    /// <summary>The producer starts over, under this epoch.</summary>
    public TransactionMetadata Initialized(ProducerEpoch epoch, int timeoutMs, long nowMs) => this with
    {
        PreviousProducerId = ProducerId,
        Epoch = epoch,
        TimeoutMs = timeoutMs,
        State = TransactionState.Empty,
        Partitions = NoPartitions,
        StartMs = -1,
        LastUpdateMs = nowMs,
    };

    public TransactionMetadata WithPartitions(ImmutableSortedSet<TopicPartition> added, short clientVersion, long nowMs) => this with
    {
        PreviousProducerId = ProducerId,
        State = TransactionState.Ongoing,
        Partitions = Partitions.Union(added),
        StartMs = State == TransactionState.Ongoing ? StartMs : nowMs,
        LastUpdateMs = nowMs,
        ClientVersion = clientVersion,
    };

    /// <summary>The outcome is decided.</summary>
    /// <param name="epoch">The epoch of the markers.</param>
    /// <param name="nextProducerId">The id that follows, where this one has no epoch left; else -1.</param>
    public TransactionMetadata Prepared(bool isCommit, ProducerEpoch epoch, short clientVersion, long nextProducerId, long nowMs) => this with
    {
        PreviousProducerId = ProducerId,
        State = isCommit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
        Epoch = epoch,
        NextProducerId = nextProducerId,
        StartMs = State == TransactionState.Ongoing ? StartMs : nowMs,
        LastUpdateMs = nowMs,
        ClientVersion = clientVersion,
    };

    /// <summary>Every partition has its marker.</summary>
    public TransactionMetadata Completed(long nowMs) => this with
    {
        State = State == TransactionState.PrepareCommit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
        PreviousProducerId = ProducerId,
        ProducerId = NextProducerId >= 0 ? NextProducerId : ProducerId,
        NextProducerId = -1,
        Epoch = NextProducerId >= 0 ? new ProducerEpoch(0) : Epoch,
        Partitions = NoPartitions,
        LastUpdateMs = nowMs,
    };
}
