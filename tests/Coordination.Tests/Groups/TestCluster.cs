using Levada.Coordination.Groups;
using Levada.Protocol;

namespace Levada.Coordination.Tests.Groups;

/// <summary>Topics and group configurations that a test sets as it likes.</summary>
internal sealed class TestCluster : IClusterView, ITopicCatalog
{
    private readonly SortedDictionary<string, (Uuid Id, int PartitionCount)> _topics = new(StringComparer.Ordinal);
    private int _lastId;

    public Dictionary<(string GroupId, string Name), string> Configs { get; } = [];
    public ITopicCatalog Topics => this;
    public long Version { get; private set; }
    public IReadOnlyDictionary<string, Uuid> Ids => _topics.ToDictionary(topic => topic.Key, topic => topic.Value.Id);
    public IReadOnlyList<string> Names => [.. _topics.Keys];

    /// <summary>Makes a topic, or gives it more partitions.</summary>
    public Uuid Set(string name, int partitionCount)
    {
        var id = _topics.TryGetValue(name, out var known) ? known.Id : new Uuid(1, ++_lastId);
        _topics[name] = (id, partitionCount);
        Version++;
        return id;
    }

    public void Delete(string name)
    {
        if (_topics.Remove(name)) Version++;
    }

    public string? GroupConfig(string groupId, string name) => Configs.GetValueOrDefault((groupId, name));

    public string? NameOf(Uuid topicId) => _topics.FirstOrDefault(topic => topic.Value.Id == topicId).Key;

    public Uuid IdOf(string topicName) => _topics.TryGetValue(topicName, out var topic) ? topic.Id : Uuid.Zero;

    public int PartitionCountOf(string topicName) => _topics.TryGetValue(topicName, out var topic) ? topic.PartitionCount : 0;

    public IReadOnlyList<string> RacksOf(string topicName, int partition) => [];
}
