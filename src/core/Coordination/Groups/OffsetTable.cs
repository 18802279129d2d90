using System.Diagnostics.CodeAnalysis;

namespace Levada.Coordination.Groups;

/// <summary>The committed offsets of one group, by topic and partition.</summary>
internal sealed class OffsetTable
{
    private readonly SortedDictionary<string, SortedDictionary<int, CommittedOffset>> _topics = new(StringComparer.Ordinal);

    public bool IsEmpty => _topics.Count == 0;

    public IEnumerable<(string Topic, IReadOnlyDictionary<int, CommittedOffset> Partitions)> Topics =>
        _topics.Select(topic => (topic.Key, (IReadOnlyDictionary<int, CommittedOffset>)topic.Value));

    public IEnumerable<(string Topic, int Partition, CommittedOffset Offset)> All =>
        _topics.SelectMany(topic => topic.Value, (topic, partition) => (topic.Key, partition.Key, partition.Value));

    public bool TryGet(string topic, int partition, [MaybeNullWhen(false)] out CommittedOffset offset)
    {
        offset = default;
        return _topics.TryGetValue(topic, out var partitions) && partitions.TryGetValue(partition, out offset);
    }

    public void Set(string topic, int partition, in CommittedOffset offset)
    {
        if (!_topics.TryGetValue(topic, out var partitions)) _topics.Add(topic, partitions = []);
        partitions[partition] = offset;
    }

    public void Remove(string topic, int partition)
    {
        if (!_topics.TryGetValue(topic, out var partitions)) return;
        partitions.Remove(partition);
        if (partitions.Count == 0) _topics.Remove(topic);
    }
}
