using System.Collections.Immutable;
using Levada.Metadata.Image;

namespace Levada.Metadata.Configs;

/// <summary>What is in force for each resource and where it comes from, over one state of the metadata.</summary>
/// <remarks>Immutable. Sources and synonyms as Kafka's DescribeConfigs answers them (KIP-226).</remarks>
public sealed class ConfigView
{
    private static readonly string[] RollNames = ["log.roll.ms", "log.roll.hours"];
    private static readonly string[] RollJitterNames = ["log.roll.jitter.ms", "log.roll.jitter.hours"];
    private static readonly string[] FlushNames = ["log.flush.interval.ms", "log.flush.scheduler.interval.ms"];
    private static readonly string[] RetentionNames = ["log.retention.ms", "log.retention.minutes", "log.retention.hours"];

    private readonly TopicSettings _defaultSettings;
    private GroupSettings? _defaultGroup;

    /// <param name="broker">The node's configuration; its altered values are taken from <paramref name="configurations"/>.</param>
    public ConfigView(BrokerConfig broker, ConfigurationsImage configurations)
    {
        Configurations = configurations;
        Broker = broker.WithDynamic(
            configurations.Of(ConfigResource.Broker(broker.NodeId)), configurations.Of(ConfigResource.ClusterDefault));
        _defaultSettings = TopicSettings.Resolve(Broker, ConfigurationsImage.NoValues);
    }

    /// <summary>The node's configuration in force.</summary>
    public BrokerConfig Broker { get; }

    /// <summary>The altered values it is made from; while an image has the same, the view holds.</summary>
    public ConfigurationsImage Configurations { get; }

    /// <summary>The configuration in force for a topic.</summary>
    public TopicSettings SettingsOf(string topic)
    {
        var own = Configurations.Of(ConfigResource.Topic(topic));
        return own.IsEmpty ? _defaultSettings : TopicSettings.Resolve(Broker, own);
    }

    /// <summary>One configuration in force for a group, by its name; null where it has no value.</summary>
    public string? GroupValue(string groupId, string name) =>
        new GroupConfigReader(Broker, Configurations.Of(new ConfigResource(ConfigResourceType.Group, groupId))).Find(name);

    /// <summary>The configuration in force for a group of any type.</summary>
    public GroupSettings Group(string groupId)
    {
        var own = Configurations.Of(new ConfigResource(ConfigResourceType.Group, groupId));
        return own.IsEmpty
            ? _defaultGroup ??= GroupSettings.Resolve(Broker, ConfigurationsImage.NoValues)
            : GroupSettings.Resolve(Broker, own);
    }

    /// <summary>All configurations of a topic, in ordinal order.</summary>
    public IReadOnlyList<ConfigEntry> DescribeTopic(string topic) =>
        DescribeTopic(Configurations.Of(ConfigResource.Topic(topic)));

    /// <summary>All configurations of a topic that would have these values of its own.</summary>
    public IReadOnlyList<ConfigEntry> DescribeTopic(ImmutableSortedDictionary<string, string> own)
    {
        var reader = new TopicConfigReader(Broker, own);
        return Describe(ConfigDefinitions.Topic, definition =>
        {
            var chain = definition.ServerDefault is { } server ? BrokerChain(server) : [];
            return Entry(definition, reader.Find(definition.Name), own, ConfigSource.DynamicTopic, chain, isReadOnly: false);
        });
    }

    /// <summary>All configurations of this node, in ordinal order.</summary>
    public IReadOnlyList<ConfigEntry> DescribeBroker() =>
        Describe(ConfigDefinitions.Broker, definition =>
        {
            var isReadOnly = definition.DynamicScope == ConfigDynamicScope.None;
            return Entry(definition, Broker.Find(definition.Name), null, default, BrokerChain(definition.Name), isReadOnly);
        });

    /// <summary>The altered defaults of all brokers; values that were not altered are left out.</summary>
    public IReadOnlyList<ConfigEntry> DescribeClusterDefault()
    {
        var altered = Configurations.Of(ConfigResource.ClusterDefault);
        return Describe(ConfigDefinitions.Broker, definition =>
        {
            if (!altered.TryGetValue(definition.Name, out var value)) return null;
            var chain = BrokerChain(definition.Name).FindAll(synonym => synonym.Source == ConfigSource.DynamicDefaultBroker);
            return Entry(definition, value, null, default, chain, definition.DynamicScope == ConfigDynamicScope.None);
        });
    }

    /// <summary>All configurations of a group, in ordinal order.</summary>
    public IReadOnlyList<ConfigEntry> DescribeGroup(string group)
    {
        var own = Configurations.Of(new ConfigResource(ConfigResourceType.Group, group));
        var reader = new GroupConfigReader(Broker, own);
        return Describe(ConfigDefinitions.Group, definition =>
        {
            var chain = GroupConfigReader.BrokerNameOf(definition.Name) is { } ofBroker ? BrokerChain(ofBroker) : DefaultChain(definition);
            return Entry(definition, reader.Find(definition.Name), own, ConfigSource.Group, chain, isReadOnly: false);
        });
    }

    /// <summary>All configurations of a client metrics subscription, in ordinal order.</summary>
    public IReadOnlyList<ConfigEntry> DescribeClientMetrics(string subscription)
    {
        var own = Configurations.Of(new ConfigResource(ConfigResourceType.ClientMetrics, subscription));
        return Describe(ConfigDefinitions.ClientMetrics, definition => Entry(
            definition, own.GetValueOrDefault(definition.Name) ?? definition.Default, own, ConfigSource.ClientMetrics, DefaultChain(definition), isReadOnly: false));
    }

    private static List<ConfigSynonym> DefaultChain(ConfigDefinition definition) =>
        definition.Default is { } text ? [new ConfigSynonym(definition.Name, text, ConfigSource.Default)] : [];

    private static List<ConfigEntry> Describe(ConfigCatalog catalog, Func<ConfigDefinition, ConfigEntry?> describe)
    {
        var entries = new List<ConfigEntry>(catalog.Definitions.Count);
        foreach (var definition in catalog.Definitions)
        {
            if (!definition.IsInternal && describe(definition) is { } entry) entries.Add(entry);
        }

        return entries;
    }

    private static ConfigEntry Entry(
        ConfigDefinition definition, string? value, ImmutableSortedDictionary<string, string>? own, ConfigSource ownSource,
        List<ConfigSynonym> chain, bool isReadOnly)
    {
        var told = definition.IsSensitive || value is null ? null : definition.Normalize(value);
        if (own is not null && own.ContainsKey(definition.Name))
            chain.Insert(0, new ConfigSynonym(definition.Name, told, ownSource));
        var source = chain.Count == 0 ? ConfigSource.Default : chain[0].Source;
        return new ConfigEntry(definition, told, source, isReadOnly, chain);
    }

    /// <summary>Every layer that gives a broker configuration or one of its synonyms a value, the strongest first.</summary>
    private List<ConfigSynonym> BrokerChain(string name)
    {
        var names = NamesOf(name);
        var chain = new List<ConfigSynonym>();
        foreach (var other in names) Add(chain, other, Broker.DynamicPerBroker.GetValueOrDefault(other), ConfigSource.DynamicBroker);
        foreach (var other in names) Add(chain, other, Broker.DynamicDefault.GetValueOrDefault(other), ConfigSource.DynamicDefaultBroker);
        foreach (var other in names) Add(chain, other, Broker.Statics.GetValueOrDefault(other), ConfigSource.StaticBroker);
        foreach (var other in names) Add(chain, other, ConfigDefinitions.Broker[other].Default, ConfigSource.Default);

        // Kafka tells the chain only from the asked name on: log.retention.hours never explains log.retention.ms.
        var first = chain.FindIndex(synonym => synonym.Name == name);
        chain.RemoveRange(0, first < 0 ? chain.Count : first);
        return chain;
    }

    private static void Add(List<ConfigSynonym> chain, string name, string? value, ConfigSource source)
    {
        if (value is not null) chain.Add(new ConfigSynonym(name, ConfigDefinitions.Broker[name].IsSensitive ? null : value, source));
    }

    private static string[] NamesOf(string name)
    {
        if (RetentionNames.Contains(name)) return RetentionNames;
        if (RollNames.Contains(name)) return RollNames;
        if (RollJitterNames.Contains(name)) return RollJitterNames;
        return FlushNames.Contains(name) ? FlushNames : [name];
    }
}
