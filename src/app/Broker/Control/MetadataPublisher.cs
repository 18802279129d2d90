using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker.Control;

/// <summary>The newest committed metadata, and everyone who must follow it before an answer may leave.</summary>
internal sealed class MetadataPublisher(BrokerConfig config, string clusterId)
{
    private readonly List<IMetadataFollower> _followers = [];
    private volatile State _state = new(MetadataImage.Empty, new ConfigView(config, ConfigurationsImage.Empty));

    public string ClusterId { get; } = clusterId;
    public int NodeId { get; } = config.NodeId;

    public MetadataImage Image => _state.Image;

    /// <summary>Configurations over the same state.</summary>
    public ConfigView Configs => _state.Configs;

    public BrokerEpoch BrokerEpoch => Image.Cluster.Broker(NodeId)?.Epoch ?? BrokerEpoch.None;

    /// <summary>Configurations over a state that is not published.</summary>
    public ConfigView ConfigsOver(MetadataImage image) => new(config, image.Configurations);

    /// <summary>Adds a follower; followers hear in the order they were added.</summary>
    public void Add(IMetadataFollower follower) => _followers.Add(follower);

    /// <summary>Makes a change visible. One caller at a time.</summary>
    public void Publish(MetadataChange change)
    {
        var configs = change.Configs.Count > 0 || _state.Image == MetadataImage.Empty
            ? new ConfigView(config, change.After.Configurations)
            : _state.Configs;

        // Partitions first: a client that learns of a topic from Metadata may produce to it at once.
        foreach (var follower in _followers) follower.Follow(change, configs);
        _state = new State(change.After, configs);
    }

    private sealed record State(MetadataImage Image, ConfigView Configs);
}
