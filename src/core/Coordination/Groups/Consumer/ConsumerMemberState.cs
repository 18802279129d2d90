namespace Levada.Coordination.Groups.Consumer;

/// <summary>How far a member is from its target (KIP-848), numbered as in records.</summary>
internal enum ConsumerMemberState : sbyte
{
    /// <summary>It has what the target of its epoch gives it.</summary>
    Stable = 0,

    /// <summary>It is asked to give partitions up and has not yet.</summary>
    UnrevokedPartitions = 1,

    /// <summary>Partitions it is to have are still with others.</summary>
    UnreleasedPartitions = 2,
}
