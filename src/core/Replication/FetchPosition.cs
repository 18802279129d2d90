using Levada.Protocol;

namespace Levada.Replication;

/// <summary>One partition of a fetch: where the reader stands and what it knows.</summary>
/// <param name="FetchOffset">The next offset wanted.</param>
/// <param name="PartitionBytesMax">The most bytes wanted from this partition.</param>
/// <param name="CurrentLeaderEpoch">The leader epoch the reader believes in, or none.</param>
/// <param name="LastFetchedEpoch">The epoch of the reader's last record, or none (KIP-595 divergence check).</param>
public readonly record struct FetchPosition(
    long FetchOffset, int PartitionBytesMax, LeaderEpoch CurrentLeaderEpoch, LeaderEpoch LastFetchedEpoch);
