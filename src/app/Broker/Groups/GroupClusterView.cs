using Levada.Broker.Control;
using Levada.Coordination.Groups;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker.Groups;

/// <summary>The newest metadata in the shape that groups ask for it.</summary>
internal sealed class GroupClusterView : IMetadataFollower, IClusterView
{
    private volatile TopicCatalog _topics = new(0, MetadataImage.Empty);
    private volatile ConfigurationsImage _configurations = ConfigurationsImage.Empty;

    public ITopicCatalog Topics => _topics;

    public string? GroupConfig(string groupId, string name) =>
        _configurations.Of(new ConfigResource(ConfigResourceType.Group, groupId)).GetValueOrDefault(name);

    public void Follow(MetadataChange change, ConfigView configs)
    {
        _configurations = change.After.Configurations;
        // Racks come from the brokers' registrations.
        if (change.Topics.Count > 0 || change.HasClusterChange) _topics = new TopicCatalog(_topics.Version + 1, change.After);
    }

    private sealed class TopicCatalog(long version, MetadataImage image) : ITopicCatalog
    {
        private string[]? _names;

        public long Version => version;
        public IReadOnlyList<string> Names => _names ??= [.. image.Topics.InNameOrder.Select(topic => topic.Name)];

        public string? NameOf(Uuid topicId) => image.Topics.Find(topicId)?.Name;

        public Uuid IdOf(string topicName) => image.Topics.Find(topicName)?.Id ?? Uuid.Zero;

        public int PartitionCountOf(string topicName) => image.Topics.Find(topicName)?.PartitionCount ?? 0;

        public IReadOnlyList<string> RacksOf(string topicName, int partition)
        {
            if (image.Topics.Find(topicName)?.Partition(partition) is not { } found) return [];
            var racks = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var replica in found.Replicas)
                if (image.Cluster.Broker(replica)?.Rack is { } rack) racks.Add(rack);
            return [.. racks];
        }
    }
}
