using Levada.Metadata.Image;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>The features this broker supports. Only built ones stand here: a client acts on what it is told.</summary>
public static class FeatureCatalog
{
    /// <summary>For the registration of a broker.</summary>
    public static BrokerRegistrationRequest.Feature[] Supported() =>
    [
        new()
        {
            Name = MetadataVersions.FeatureName,
            MinSupportedVersion = MetadataVersions.Lowest,
            MaxSupportedVersion = MetadataVersions.Latest,
        },
    ];

    /// <summary>The records of an empty directory.</summary>
    public static IReadOnlyList<IMetadataRecord> BootstrapRecords() =>
        [MetadataRecords.Of(new FeatureLevelRecord { Name = MetadataVersions.FeatureName, FeatureLevel = MetadataVersions.Latest })];

    /// <summary>Takes back finalized features that are not built here, as a directory of another broker may have them.</summary>
    /// <returns>One record for each, setting its level to 0; empty where there are none.</returns>
    public static IReadOnlyList<IMetadataRecord> Withdraw(FeaturesImage features) =>
    [
        .. features.Levels.Keys
            .Where(name => name != MetadataVersions.FeatureName)
            .Select(name => MetadataRecords.Of(new FeatureLevelRecord { Name = name, FeatureLevel = 0 })),
    ];

    /// <summary>Why a metadata log cannot be served, in one line, or null.</summary>
    public static string? Check(FeaturesImage features)
    {
        if (features.MetadataVersion == 0) return "the metadata log names no metadata.version";
        if (!MetadataVersions.IsSupported(features.MetadataVersion))
        {
            return $"the metadata log has metadata.version {features.MetadataVersion}; "
                + $"{MetadataVersions.Lowest} to {MetadataVersions.Latest} are supported";
        }

        return null;
    }
}
