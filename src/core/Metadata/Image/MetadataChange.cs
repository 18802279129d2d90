using Levada.Metadata.Configs;

namespace Levada.Metadata.Image;

/// <summary>What a run of records changed, and the image after it.</summary>
/// <param name="Topics">Topics that are new, gone or have other partitions, in the order of the records.</param>
/// <param name="Configs">Resources whose configurations changed, in order of type and name.</param>
public sealed record MetadataChange(
    MetadataImage Before, MetadataImage After, IReadOnlyList<TopicChange> Topics, IReadOnlyList<ConfigResource> Configs)
{
    public bool HasClusterChange => !ReferenceEquals(Before.Cluster, After.Cluster);
    public bool HasQuotaChange => !ReferenceEquals(Before.ClientQuotas, After.ClientQuotas);
    public bool HasFeatureChange => !ReferenceEquals(Before.Features, After.Features);

    /// <summary>Partitions that are new, gone or changed, topic by topic in order of their index.</summary>
    public IEnumerable<PartitionChange> Partitions
    {
        get
        {
            foreach (var (before, after) in Topics)
            {
                var count = Math.Max(before?.PartitionCount ?? 0, after?.PartitionCount ?? 0);
                for (var index = 0; index < count; index++)
                {
                    var (old, now) = (before?.Partition(index), after?.Partition(index));
                    if (!ReferenceEquals(old, now)) yield return new PartitionChange((after ?? before)!, index, old, now);
                }
            }
        }
    }
}
