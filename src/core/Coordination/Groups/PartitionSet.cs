using System.Collections;
using Levada.Protocol;

namespace Levada.Coordination.Groups;

/// <summary>Partitions of topics, each once, in order. Immutable.</summary>
/// <remarks>Set operations look at topic and partition only; epochs come from the set they are called on.</remarks>
internal sealed class PartitionSet : IReadOnlyList<AssignedPartition>
{
    private readonly AssignedPartition[] _partitions;

    private PartitionSet(AssignedPartition[] sorted) => _partitions = sorted;

    public static PartitionSet Empty { get; } = new([]);

    public int Count => _partitions.Length;

    public AssignedPartition this[int index] => _partitions[index];

    public static PartitionSet From(IEnumerable<AssignedPartition> partitions)
    {
        var sorted = partitions.ToArray();
        Array.Sort(sorted);
        var count = 0;
        foreach (var partition in sorted)
            if (count == 0 || sorted[count - 1].CompareTo(partition) != 0) sorted[count++] = partition;
        if (count == 0) return Empty;
        Array.Resize(ref sorted, count);
        return new PartitionSet(sorted);
    }

    public bool Contains(AssignedPartition partition) => Array.BinarySearch(_partitions, partition) >= 0;

    public AssignedPartition? Find(Uuid topicId, int partition) =>
        Array.BinarySearch(_partitions, new AssignedPartition(topicId, partition)) is >= 0 and var index ? _partitions[index] : null;

    public PartitionSet Intersect(PartitionSet other) => Where(other.Contains);

    public PartitionSet Except(PartitionSet other) => Where(partition => !other.Contains(partition));

    public PartitionSet Union(PartitionSet other) => other.Count == 0 ? this : From(_partitions.Concat(other._partitions));

    public PartitionSet Where(Func<AssignedPartition, bool> isKept)
    {
        var kept = Array.FindAll(_partitions, partition => isKept(partition));
        return kept.Length == _partitions.Length ? this : kept.Length == 0 ? Empty : new PartitionSet(kept);
    }

    public PartitionSet WithEpoch(int epoch) =>
        new(Array.ConvertAll(_partitions, partition => partition with { Epoch = epoch }));

    /// <summary>Whether both have the same partitions, whatever the epochs.</summary>
    public bool HasSamePartitions(PartitionSet other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Count != other.Count) return false;
        for (var i = 0; i < Count; i++)
            if (_partitions[i].CompareTo(other._partitions[i]) != 0) return false;
        return true;
    }

    /// <summary>Whether both have the same partitions since the same epochs.</summary>
    public bool IsSame(PartitionSet other) => ReferenceEquals(this, other) || _partitions.AsSpan().SequenceEqual(other._partitions);

    /// <summary>The set topic by topic.</summary>
    public IEnumerable<(Uuid TopicId, ArraySegment<AssignedPartition> Partitions)> Topics
    {
        get
        {
            for (var start = 0; start < Count;)
            {
                var end = start + 1;
                while (end < Count && _partitions[end].TopicId == _partitions[start].TopicId) end++;
                yield return (_partitions[start].TopicId, new ArraySegment<AssignedPartition>(_partitions, start, end - start));
                start = end;
            }
        }
    }

    public IEnumerator<AssignedPartition> GetEnumerator() => ((IEnumerable<AssignedPartition>)_partitions).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
