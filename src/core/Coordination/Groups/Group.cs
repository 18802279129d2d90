using Levada.Protocol;

namespace Levada.Coordination.Groups;

/// <summary>What every kind of group has: an id, offsets, a state with a name, and answers to what is asked of any group.</summary>
/// <param name="id">The group id.</param>
/// <param name="offsets">Its committed offsets; they stay when a group becomes one of another kind.</param>
internal abstract class Group(string id, OffsetTable offsets)
{
    public string Id { get; } = id;
    public OffsetTable Offsets { get; } = offsets;

    /// <summary>The kind as ListGroups names it, such as <c>classic</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>The state as ListGroups names it, such as <c>Stable</c>.</summary>
    public abstract string StateName { get; }

    /// <summary>What its members speak among themselves, such as <c>consumer</c>; empty while the group has only offsets.</summary>
    public abstract string ProtocolName { get; }

    /// <summary>Whether it has no members; it may have offsets.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>Whether nobody has announced to become a member either.</summary>
    public virtual bool IsForgettable => IsEmpty;

    /// <summary>Whether nothing would be lost if the group were forgotten without any record.</summary>
    public abstract bool IsUnused { get; }

    /// <summary>Whether members read the topic, so that its offsets must be kept.</summary>
    public abstract bool IsSubscribedTo(string topic);

    /// <summary>Unix milliseconds from which retention of an offset counts; null where the group's state forbids expiry.</summary>
    public abstract long? RetainedSinceMs(in CommittedOffset offset);

    /// <summary>Whether the committer may commit: a member in its present epoch or generation, or a consumer that needs no group.</summary>
    public abstract ErrorCode CheckCommit(in OffsetCommitter committer);

    /// <summary>Whether the committer, let in to the group, may commit this partition.</summary>
    public virtual ErrorCode CheckCommit(in OffsetCommitter committer, Uuid topicId, int partition) => ErrorCode.None;

    /// <summary>Whether the asker may read offsets; null and -1 where it does not say that it is a member.</summary>
    public virtual ErrorCode CheckFetch(string? memberId, int memberEpoch) => ErrorCode.None;

    /// <summary>Whether offsets may be deleted at all; topics that are read stay (<see cref="IsSubscribedTo"/>).</summary>
    public abstract ErrorCode CheckOffsetDeletion();

    /// <summary>Decides the records after which the log does not know the group any more; offsets are not included.</summary>
    public abstract void Forget(Decision decision);

    /// <summary>Nothing of the group is to happen any more.</summary>
    public abstract void ClearDeadlines();
}
