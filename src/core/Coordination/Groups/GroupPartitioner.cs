namespace Levada.Coordination.Groups;

/// <summary>Which partition of an internal topic keeps a group (or a transactional id).</summary>
public static class GroupPartitioner
{
    /// <summary>Java's String.hashCode over UTF-16 units, made non-negative, modulo the partition count.</summary>
    public static int PartitionFor(string groupId, int partitionCount)
    {
        var hash = 0;
        foreach (var unit in groupId) hash = unchecked(31 * hash + unit);
        // Java's abs of the smallest int is negative; Kafka takes 0 there.
        return (hash == int.MinValue ? 0 : Math.Abs(hash)) % partitionCount;
    }
}
