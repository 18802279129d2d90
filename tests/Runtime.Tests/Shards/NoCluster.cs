using Levada.Coordination.Groups;
using Levada.Protocol;

namespace Levada.Runtime.Tests.Shards;

/// <summary>A cluster without topics and configurations, for groups that ask for none.</summary>
internal sealed class NoCluster : IClusterView, ITopicCatalog
{
    public static NoCluster Instance { get; } = new();
    public ITopicCatalog Topics => this;
    public long Version => 0;
    public IReadOnlyList<string> Names => [];

    public string? GroupConfig(string groupId, string name) => null;

    public string? NameOf(Uuid topicId) => null;

    public Uuid IdOf(string topicName) => Uuid.Zero;

    public int PartitionCountOf(string topicName) => 0;

    public IReadOnlyList<string> RacksOf(string topicName, int partition) => [];
}
