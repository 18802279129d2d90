using Levada.Protocol;

namespace Levada.Quorum;

/// <summary>What a voter must not forget: the epoch it has seen and whom it voted for in it.</summary>
/// <param name="LeaderId">The leader of the epoch, or -1 when none is known.</param>
/// <param name="VotedId">The candidate that has this voter's vote, or -1.</param>
internal readonly record struct QuorumState(int LeaderId, LeaderEpoch LeaderEpoch, int VotedId, Uuid VotedDirectoryId)
{
    public static QuorumState Unknown => new(-1, new LeaderEpoch(0), -1, Uuid.Zero);
}
