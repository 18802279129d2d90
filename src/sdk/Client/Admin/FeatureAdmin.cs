using Levada.Client.Connections;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Reads and moves the finalized levels of a cluster's features (KIP-584).</summary>
public sealed class FeatureAdmin(KafkaClient client)
{
    private const short FirstVersionWithUpgradeType = 1;
    private const int TimeoutMs = 60_000;

    /// <summary>Every feature that is served or finalized, in order of names, and the metadata offset of the answer (-1: unknown).</summary>
    public async Task<(IReadOnlyList<FeatureInfo> Features, long Epoch)> DescribeAsync(CancellationToken cancellationToken = default)
    {
        var response = await client.RetryAsync(
            () => client.SendToAnyAsync<ApiVersionsRequest, ApiVersionsResponse>(ApiKey.ApiVersions, VersionNegotiation.Request, cancellationToken),
            cancellationToken);
        if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, "features");
        var served = response.SupportedFeatures.ToDictionary(feature => feature.Name, StringComparer.Ordinal);
        var levels = response.FinalizedFeatures.ToDictionary(feature => feature.Name, feature => feature.MaxVersionLevel, StringComparer.Ordinal);
        var features = served.Keys.Union(levels.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name =>
            served.TryGetValue(name, out var range)
                ? new FeatureInfo(name, range.MinVersion, range.MaxVersion, levels.GetValueOrDefault(name))
                : new FeatureInfo(name, 0, 0, levels[name]));
        return ([.. features], response.FinalizedFeaturesEpoch);
    }

    /// <summary>Makes all changes or none.</summary>
    /// <exception cref="KafkaException">The controller refused, or nobody answers.</exception>
    public async Task UpdateAsync(IReadOnlyList<FeatureChange> changes, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        var response = await client.RetryAsync(
            () => client.SendToControllerAsync<UpdateFeaturesRequest, UpdateFeaturesResponse>(
                ApiKey.UpdateFeatures, version => Request(changes, isDryRun, version), cancellationToken),
            cancellationToken);
        if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, "features", response.ErrorMessage);
        foreach (var result in response.Results)
        {
            if (result.ErrorCode != ErrorCode.None) throw KafkaException.From(result.ErrorCode, result.Feature, result.ErrorMessage);
        }
    }

    private static UpdateFeaturesRequest Request(IReadOnlyList<FeatureChange> changes, bool isDryRun, short version)
    {
        var knowsMoves = version >= FirstVersionWithUpgradeType;
        if (isDryRun && !knowsMoves) throw new KafkaException(ErrorCode.UnsupportedVersion, "the broker cannot check a change without making it");
        return new UpdateFeaturesRequest
        {
            TimeoutMs = TimeoutMs,
            FeatureUpdates =
            [
                .. changes.Select(change => new UpdateFeaturesRequest.FeatureUpdateKey
                {
                    Feature = change.Name,
                    MaxVersionLevel = change.Level,
                    AllowDowngrade = !knowsMoves && change.Move != FeatureMove.Upgrade,
                    UpgradeType = knowsMoves ? (sbyte)change.Move : (sbyte)FeatureMove.Upgrade,
                }),
            ],
            ValidateOnly = isDryRun,
        };
    }
}
