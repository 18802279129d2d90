using Levada.Protocol;

namespace Levada.Coordination.Groups;

/// <summary>A group's position in one partition.</summary>
/// <param name="CommitTimestampMs">Unix milliseconds of the commit.</param>
/// <param name="ExpireTimestampMs">Unix milliseconds asked for by OffsetCommit 2-4; -1 for the broker's retention.</param>
public readonly record struct CommittedOffset(
    long Offset, LeaderEpoch LeaderEpoch, string Metadata, long CommitTimestampMs, long ExpireTimestampMs, Uuid TopicId)
{
    /// <summary>Where its record came among all records of the shard; a later one is the newer position.</summary>
    public long Order { get; init; }
}
