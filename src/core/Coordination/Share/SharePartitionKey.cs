using Levada.Protocol;

namespace Levada.Coordination.Share;

/// <summary>One group's view of one partition.</summary>
public readonly record struct SharePartitionKey(string GroupId, Uuid TopicId, int Partition) : IComparable<SharePartitionKey>
{
    /// <summary>What FindCoordinator is asked for, and what decides on the partition of <c>__share_group_state</c>.</summary>
    public string CoordinatorKey => $"{GroupId}:{TopicId}:{Partition}";

    public int CompareTo(SharePartitionKey other)
    {
        var order = string.CompareOrdinal(GroupId, other.GroupId);
        if (order == 0) order = TopicId.CompareTo(other.TopicId);
        return order != 0 ? order : Partition.CompareTo(other.Partition);
    }

    public static bool operator <(SharePartitionKey left, SharePartitionKey right) => left.CompareTo(right) < 0;
    public static bool operator >(SharePartitionKey left, SharePartitionKey right) => left.CompareTo(right) > 0;
    public static bool operator <=(SharePartitionKey left, SharePartitionKey right) => left.CompareTo(right) <= 0;
    public static bool operator >=(SharePartitionKey left, SharePartitionKey right) => left.CompareTo(right) >= 0;
}
