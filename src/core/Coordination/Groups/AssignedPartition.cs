using Levada.Protocol;

namespace Levada.Coordination.Groups;

/// <summary>One partition of a set, in order of topic id and partition.</summary>
/// <param name="Epoch">The member epoch in which a member was given it; 0 where that is not asked.</param>
internal readonly record struct AssignedPartition(Uuid TopicId, int Partition, int Epoch = 0) : IComparable<AssignedPartition>
{
    /// <summary>Compares what is assigned, not when.</summary>
    public int CompareTo(AssignedPartition other) =>
        TopicId.CompareTo(other.TopicId) is not 0 and var order ? order : Partition.CompareTo(other.Partition);
}
