using System.Text;
using Levada.Broker.Metrics;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>Every partition this broker hosts, found by topic name bytes or topic id without allocating.</summary>
/// <remarks>Readers see an immutable table; the metadata publisher, its only writer, replaces it.</remarks>
internal sealed class PartitionRegistry
{
    private volatile Table _table = Table.Empty;

    public HostedTopic? Find(ReadOnlySpan<byte> topicName) => _table.Find(topicName);
    public HostedTopic? Find(Uuid topicId) => _table.ById.GetValueOrDefault(topicId);
    public HostedTopic? Find(string topicName) => _table.ByName.GetValueOrDefault(topicName);
    public HostedPartition? Find(TopicPartition id) => Find(id.Topic)?.Find(id.Partition);

    /// <summary>All topics, ordered by name.</summary>
    public IReadOnlyList<HostedTopic> Topics => _table.Topics;

    public IEnumerable<HostedPartition> Partitions => _table.Topics.SelectMany(topic => topic.Partitions);

    /// <summary>What has passed through each topic, and through all that are deleted: together they never fall.</summary>
    public IEnumerable<TopicStatus> TopicStatuses
    {
        get
        {
            var table = _table;
            return [.. table.Topics.Select(topic => new TopicStatus(topic.Name, topic.Counters)), new TopicStatus(null, table.Deleted)];
        }
    }

    public void Replace(IEnumerable<HostedTopic> topics) => _table = new Table(topics, _table);

    private sealed class Table
    {
        public static readonly Table Empty = new([], null);
        private readonly Dictionary<byte[], HostedTopic>.AlternateLookup<ReadOnlySpan<byte>> _byNameBytes;

        public Table(IEnumerable<HostedTopic> topics, Table? before)
        {
            Topics = [.. topics.OrderBy(topic => topic.Name, StringComparer.Ordinal)];
            ById = Topics.ToDictionary(topic => topic.Id);
            ByName = Topics.ToDictionary(topic => topic.Name, StringComparer.Ordinal);
            var byNameBytes = new Dictionary<byte[], HostedTopic>(NameBytesComparer.Instance);
            foreach (var topic in Topics) byNameBytes.Add(Encoding.UTF8.GetBytes(topic.Name), topic);
            _byNameBytes = byNameBytes.GetAlternateLookup<ReadOnlySpan<byte>>();
            Deleted = before is null ? new TopicCounters() : DeletedSince(before);
        }

        public TopicCounters Deleted { get; }
        public HostedTopic[] Topics { get; }
        public Dictionary<Uuid, HostedTopic> ById { get; }
        public Dictionary<string, HostedTopic> ByName { get; }

        public HostedTopic? Find(ReadOnlySpan<byte> name) => _byNameBytes.TryGetValue(name, out var topic) ? topic : null;

        private TopicCounters DeletedSince(Table before) => TopicCounters.Sum(
            [before.Deleted, .. before.Topics.Where(topic => !ById.ContainsKey(topic.Id)).Select(topic => topic.Counters)]);
    }

    private sealed class NameBytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly NameBytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
