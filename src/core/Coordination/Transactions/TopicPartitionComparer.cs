using Levada.Protocol;

namespace Levada.Coordination.Transactions;

/// <summary>By topic in ordinal order, then by number: the same on every machine.</summary>
internal sealed class TopicPartitionComparer : IComparer<TopicPartition>
{
    public static readonly TopicPartitionComparer Instance = new();

    public int Compare(TopicPartition x, TopicPartition y) =>
        string.CompareOrdinal(x.Topic, y.Topic) is not 0 and var order ? order : x.Partition.CompareTo(y.Partition);
}
