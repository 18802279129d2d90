namespace Levada.Coordination;

/// <summary>Which partition of an internal topic keeps a group, a transactional id or a share partition.</summary>
public static class CoordinatorPartitioner
{
    /// <summary>Java's String.hashCode over UTF-16 units, made non-negative, modulo the partition count.</summary>
    public static int PartitionFor(string key, int partitionCount)
    {
        var hash = 0;
        foreach (var unit in key) hash = unchecked(31 * hash + unit);
        // Java's abs of the smallest int is negative; Kafka takes 0 there.
        return (hash == int.MinValue ? 0 : Math.Abs(hash)) % partitionCount;
    }
}
