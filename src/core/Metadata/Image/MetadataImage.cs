using System.Collections.Immutable;

namespace Levada.Metadata.Image;

/// <summary>The state that the metadata log describes up to one offset. Immutable, safe to read from any thread.</summary>
public sealed class MetadataImage
{
    internal MetadataImage()
    {
    }

    /// <summary>The state before the first record.</summary>
    public static MetadataImage Empty { get; } = new();

    /// <summary>The offset of the last record that is part of the state; -1 for none.</summary>
    public long LastOffset { get; internal init; } = -1;

    /// <summary>The quorum's epoch of that record; -1 for none.</summary>
    public int LastEpoch { get; internal init; } = -1;

    public TopicsImage Topics { get; internal init; } = TopicsImage.Empty;
    public ClusterImage Cluster { get; internal init; } = ClusterImage.Empty;
    public ConfigurationsImage Configurations { get; internal init; } = ConfigurationsImage.Empty;
    public FeaturesImage Features { get; internal init; } = FeaturesImage.Empty;
    public ProducerIdsImage ProducerIds { get; internal init; } = ProducerIdsImage.Empty;

    public ClientQuotasImage ClientQuotas { get; internal init; } = ClientQuotasImage.Empty;

    // Credentials, tokens and ACLs: kept and passed on, not interpreted yet. The key names the thing set.
    internal ImmutableSortedDictionary<string, IMetadataRecord> Uninterpreted { get; init; } =
        ImmutableSortedDictionary<string, IMetadataRecord>.Empty.WithComparers(StringComparer.Ordinal);
}
