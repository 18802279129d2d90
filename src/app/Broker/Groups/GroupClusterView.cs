using Levada.Broker.Control;
using Levada.Coordination.Groups;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker.Groups;

/// <summary>The newest metadata in the shape that groups ask for it.</summary>
internal sealed class GroupClusterView : IMetadataFollower, IClusterView
{
    private volatile TopicCatalog _topics = new(MetadataImage.Empty);
    private volatile ConfigView? _configs;

    public ITopicCatalog Topics => _topics;

    public string? GroupConfig(string groupId, string name) => _configs?.GroupValue(groupId, name);

    public void Follow(MetadataChange change, ConfigView configs)
    {
        _configs = configs;
        // Racks come from the brokers' registrations.
        if (change.Topics.Count > 0 || change.HasClusterChange) _topics = new TopicCatalog(change.After);
    }

    private sealed class TopicCatalog(MetadataImage image) : ITopicCatalog
    {
        private string[]? _names;

        public long Version => image.LastOffset;
        public IReadOnlyList<string> Names => _names ??= [.. image.Topics.InNameOrder.Select(topic => topic.Name)];

        public string? NameOf(Uuid topicId) => image.Topics.Find(topicId)?.Name;

        public Uuid IdOf(string topicName) => image.Topics.Find(topicName)?.Id ?? Uuid.Zero;

        public int PartitionCountOf(string topicName) => image.Topics.Find(topicName)?.PartitionCount ?? 0;

        public IReadOnlyList<string> RacksOf(string topicName, int partition)
        {
            if (image.Topics.Find(topicName)?.Partition(partition) is not { } found) return [];
            return [.. found.Replicas.Select(replica => image.Cluster.Broker(replica)?.Rack).OfType<string>().Order(StringComparer.Ordinal)];
        }
    }
}
