using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Decides UpdateFeatures: all levels of the request move, or none (KIP-584, KIP-778, KIP-1022).</summary>
public sealed class FeatureUpdate
{
    private const short FirstVersionWithUpgradeType = 1;
    private const short LastVersionWithResults = 1;

    private readonly FeatureCatalog _catalog;
    private readonly MetadataImage _image;
    private readonly short _kraftVersion;
    private readonly SortedDictionary<string, short> _proposed = new(StringComparer.Ordinal);

    private FeatureUpdate(FeatureCatalog catalog, ControllerContext context)
    {
        _catalog = catalog;
        _image = context.Image;
        _kraftVersion = context.KRaftVersion;
        foreach (var (name, level) in _image.Features.Levels) _proposed[name] = level;
    }

    /// <param name="version">The request's version: the first knows no upgrade types, the newest no answer per feature.</param>
    public static ControllerDecision<UpdateFeaturesResponse> Decide(
        in UpdateFeaturesRequest request, short version, ControllerContext context, FeatureCatalog catalog)
    {
        var update = new FeatureUpdate(catalog, context);
        if (update.Check(request.FeatureUpdates, version) is { } refusal)
        {
            return new([], new UpdateFeaturesResponse
            {
                ErrorCode = refusal.Error,
                ErrorMessage = $"No feature is updated, because of one of them. {refusal.Message}",
            });
        }

        var results = version <= LastVersionWithResults
            ? Array.ConvertAll(request.FeatureUpdates, item => new UpdateFeaturesResponse.UpdatableFeatureResult { Feature = item.Feature })
            : [];
        return new(request.ValidateOnly ? [] : update.Records(), new UpdateFeaturesResponse { Results = results });
    }

    private Refusal? Check(UpdateFeaturesRequest.FeatureUpdateKey[] items, short version)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!named.Add(item.Feature)) return new(ErrorCode.InvalidRequest, $"The feature {item.Feature} stands twice in the request.");
            if (item.Feature != FeaturesImage.KRaftVersionName) _proposed[item.Feature] = item.MaxVersionLevel;
        }

        foreach (var item in items)
        {
            if (Problem(item, TypeOf(item, version)) is { } problem)
                return new(ErrorCode.InvalidUpdateVersion, $"Invalid update version {item.MaxVersionLevel} for feature {item.Feature}: {problem}.");
        }

        return CheckDependencies();
    }

    private string? Problem(in UpdateFeaturesRequest.FeatureUpdateKey item, FeatureUpgradeType type)
    {
        var level = item.MaxVersionLevel;
        if (!Enum.IsDefined(type)) return $"upgrade type {(int)type} is not known";
        if (level < 0) return "a level is at least 0";
        if (NotServed(item.Feature, level) is { } notServed) return notServed;
        if (item.Feature == FeaturesImage.KRaftVersionName) return level == _kraftVersion ? null : $"the quorum keeps its level, {_kraftVersion}";
        var current = _image.Features.LevelOf(item.Feature);
        if (level < current && type == FeatureUpgradeType.Upgrade)
            return $"it stands at {current}, and a downgrade must be asked for as safe or unsafe";
        if (level > current && type != FeatureUpgradeType.Upgrade) return $"it stands at {current}, and a downgrade leads to no higher level";
        return item.Feature == MetadataVersions.FeatureName && level < current && MetadataVersions.IsLossy(current, level)
            ? LossyDowngrade(current, type)
            : null;
    }

    private static string LossyDowngrade(short current, FeatureUpgradeType type) => type == FeatureUpgradeType.UnsafeDowngrade
        ? $"an unsafe downgrade from {current} is not supported"
        : $"a downgrade from {current} may delete metadata";

    private string? NotServed(string name, short level)
    {
        if (_catalog.Find(name) is not { } feature) return "this broker does not support the feature";
        if (!feature.Covers(level)) return $"this broker supports levels {feature.Lowest} to {feature.Highest}";
        foreach (var broker in _image.Cluster.Brokers.Values)
        {
            var offered = Array.Find(broker.Features, offered => offered.Name == name);
            if (level > 0 && (level < offered.MinSupportedVersion || level > offered.MaxSupportedVersion))
                return $"broker {broker.Id} does not support this level";
        }

        return null;
    }

    /// <summary>Holds every level there would be against the metadata.version there would be.</summary>
    private Refusal? CheckDependencies()
    {
        var metadataVersion = _proposed.GetValueOrDefault(MetadataVersions.FeatureName);
        foreach (var (name, level) in _proposed)
        {
            if (_catalog.CheckDependency(name, level, metadataVersion) is { } problem)
                return new(ErrorCode.InvalidUpdateVersion, $"Invalid update version {level} for feature {name}: {problem}.");
        }

        return null;
    }

    private IReadOnlyList<IMetadataRecord> Records() =>
    [
        .. _proposed.Where(pair => _image.Features.LevelOf(pair.Key) != pair.Value).Select(pair => FeatureCatalog.Record(pair.Key, pair.Value)),
    ];

    private static FeatureUpgradeType TypeOf(in UpdateFeaturesRequest.FeatureUpdateKey item, short version)
    {
        if (version >= FirstVersionWithUpgradeType) return (FeatureUpgradeType)item.UpgradeType;
        return item.AllowDowngrade ? FeatureUpgradeType.SafeDowngrade : FeatureUpgradeType.Upgrade;
    }
}
