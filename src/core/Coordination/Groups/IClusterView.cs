namespace Levada.Coordination.Groups;

/// <summary>What groups see of the cluster, as of the metadata that this broker has published last.</summary>
public interface IClusterView
{
    /// <summary>The topics; another object once they change.</summary>
    ITopicCatalog Topics { get; }

    /// <summary>A configuration in force for a group (resource type GROUP), within the broker's bounds; null where nothing is known of it.</summary>
    string? GroupConfig(string groupId, string name);
}
