using Levada.Metadata.Image;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>A table of features. Only built ones stand in it: a client acts on what it is told.</summary>
/// <param name="features">metadata.version first.</param>
public sealed class FeatureCatalog(params IReadOnlyList<FeatureDefinition> features)
{
    /// <summary>Share groups (1, KIP-932), and their dead letters (2, KIP-1191).</summary>
    public const string ShareVersion = "share.version";

    /// <summary>The features of this broker: a new one is one line here.</summary>
    public static FeatureCatalog Built { get; } = new(
        new FeatureDefinition(MetadataVersions.FeatureName, MetadataVersions.Lowest, MetadataVersions.Latest, MetadataVersions.Latest, 0),
        // Consumer groups (KIP-848); a level that Kafka ties to 4.0-IV0.
        new FeatureDefinition(GroupVersionName, 0, 1, 1, 22),
        new FeatureDefinition(TransactionVersions.FeatureName, 0, TransactionVersions.Latest, TransactionVersions.Latest, 0),
        new FeatureDefinition(ShareVersion, 0, 2, 2, 0),
        // Its level comes with the quorum, so that an empty directory gets no record of it.
        new FeatureDefinition(FeaturesImage.KRaftVersionName, 0, 1, 0, 0));

    /// <summary>The feature without which members cannot speak the consumer group protocol.</summary>
    public const string GroupVersionName = "group.version";

    public FeatureDefinition? Find(string name) => features.FirstOrDefault(feature => feature.Name == name);

    /// <summary>Why a feature cannot stand at a level beside a metadata.version, or null. Level 0 needs none.</summary>
    public string? CheckDependency(string name, short level, short metadataVersion) =>
        level > 0 && Find(name) is { } feature && metadataVersion < feature.MetadataVersionMin
            ? $"{name} {level} needs {MetadataVersions.FeatureName} {feature.MetadataVersionMin} or higher"
            : null;

    /// <summary>For the registration of a broker.</summary>
    public BrokerRegistrationRequest.Feature[] Supported() =>
    [
        .. features.Select(feature => new BrokerRegistrationRequest.Feature
        {
            Name = feature.Name, MinSupportedVersion = feature.Lowest, MaxSupportedVersion = feature.Highest,
        }),
    ];

    /// <summary>The records of an empty directory.</summary>
    public IReadOnlyList<IMetadataRecord> BootstrapRecords() =>
        [.. features.Where(feature => feature.Initial > 0).Select(feature => Record(feature.Name, feature.Initial))];

    /// <summary>Takes back finalized levels that are not built here, as a directory of another broker may have them.</summary>
    /// <returns>One record for each: to level 0 where the feature is unknown, else to the nearest level served.</returns>
    public IReadOnlyList<IMetadataRecord> Withdraw(FeaturesImage finalized) =>
    [
        .. finalized.Levels
            .Where(pair => pair.Key != MetadataVersions.FeatureName && Find(pair.Key)?.Covers(pair.Value) != true)
            .Select(pair => Record(pair.Key, Find(pair.Key) is { } known ? Math.Clamp(pair.Value, known.Lowest, known.Highest) : (short)0)),
    ];

    /// <summary>Why a metadata log cannot be served, in one line, or null.</summary>
    public static string? Check(FeaturesImage finalized)
    {
        if (finalized.MetadataVersion == 0) return "the metadata log names no metadata.version";
        if (!MetadataVersions.IsSupported(finalized.MetadataVersion))
        {
            return $"the metadata log has metadata.version {finalized.MetadataVersion}; "
                + $"{MetadataVersions.Lowest} to {MetadataVersions.Latest} are supported";
        }

        return null;
    }

    internal static IMetadataRecord Record(string name, short level) =>
        MetadataRecords.Of(new FeatureLevelRecord { Name = name, FeatureLevel = level });
}
