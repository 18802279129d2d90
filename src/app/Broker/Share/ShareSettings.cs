using System.Collections.Concurrent;
using Levada.Broker.Control;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;

namespace Levada.Broker.Share;

/// <summary>The configurations of share groups, read once for each change of the metadata and not for each fetch.</summary>
/// <remarks>Only groups with configurations of their own are kept, all others have the broker's. Safe for concurrent use.</remarks>
internal sealed class ShareSettings(MetadataPublisher metadata)
{
    private volatile Cache? _cache;

    public GroupSettings Of(string groupId) => Find(groupId).Settings;

    public ShareLimits LimitsOf(string groupId) => Find(groupId).Limits;

    private Entry Find(string groupId)
    {
        var (configs, features) = (metadata.Configs, metadata.Image.Features);
        var cache = _cache;
        if (cache is null || cache.Configs != configs || cache.Features != features) _cache = cache = new Cache(configs, features);
        if (cache.Groups.TryGetValue(groupId, out var known)) return known;
        return configs.Configurations.Of(new ConfigResource(ConfigResourceType.Group, groupId)).IsEmpty
            ? cache.Default
            : cache.Groups.GetOrAdd(groupId, static (id, cache) => cache.Read(id), cache);
    }

    private static ShareLimits Limits(GroupSettings settings, FeaturesImage features) => new()
    {
        DeliveryCountMax = settings.ShareDeliveryCountMax,
        RecordLocksMax = settings.SharePartitionRecordLocksMax,
        LockDurationMs = settings.ShareRecordLockDurationMs,
        IsDeadLettering = DeadLetterTarget.IsNamed(settings, features),
    };

    private sealed record Entry(GroupSettings Settings, ShareLimits Limits);

    /// <summary>What was read of one state of the metadata.</summary>
    private sealed class Cache(ConfigView configs, FeaturesImage features)
    {
        // No group has an empty id, so this is what a group without configurations of its own has.
        private const string Nobody = "";
        private readonly Lazy<Entry> _default = new(() => Read(Nobody, configs, features));

        public ConfigView Configs => configs;
        public FeaturesImage Features => features;
        public ConcurrentDictionary<string, Entry> Groups { get; } = new(StringComparer.Ordinal);
        public Entry Default => _default.Value;

        public Entry Read(string groupId) => Read(groupId, configs, features);

        private static Entry Read(string groupId, ConfigView configs, FeaturesImage features)
        {
            var settings = configs.Group(groupId);
            return new Entry(settings, Limits(settings, features));
        }
    }
}
