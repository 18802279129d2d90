namespace Levada.Coordination.Groups;

/// <summary>What groups see of the cluster, as of the metadata that this broker has published last.</summary>
public interface IClusterView
{
    /// <summary>The topics; another object once they change.</summary>
    ITopicCatalog Topics { get; }

    /// <summary>A configuration set on the group itself (resource type GROUP); null where the broker's holds.</summary>
    string? GroupConfig(string groupId, string name);
}
