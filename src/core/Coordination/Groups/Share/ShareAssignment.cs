using System.Collections.Immutable;
using Levada.Protocol;

namespace Levada.Coordination.Groups.Share;

/// <summary>Partitions by topic id; equal where the same are named.</summary>
internal sealed class ShareAssignment : IEquatable<ShareAssignment>
{
    private readonly ImmutableSortedSet<(Uuid TopicId, int Partition)> _partitions;

    public ShareAssignment(IEnumerable<(Uuid TopicId, int Partition)> partitions) => _partitions = [.. partitions];

    public static ShareAssignment Empty { get; } = new([]);

    public IReadOnlyCollection<(Uuid TopicId, int Partition)> Partitions => _partitions;

    public bool Contains(Uuid topicId, int partition) => _partitions.Contains((topicId, partition));

    /// <summary>The partitions of each topic, in the shape that a message has for them.</summary>
    public T[] ByTopic<T>(Func<Uuid, int[], T> make) =>
        [.. _partitions.GroupBy(partition => partition.TopicId).Select(topic => make(topic.Key, [.. topic.Select(partition => partition.Partition)]))];

    public bool Equals(ShareAssignment? other) => other is not null && _partitions.SetEquals(other._partitions);

    public override bool Equals(object? obj) => Equals(obj as ShareAssignment);

    public override int GetHashCode() => _partitions.Count;
}
