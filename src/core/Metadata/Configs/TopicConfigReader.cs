using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>The value in force of each topic configuration.</summary>
internal readonly struct TopicConfigReader(BrokerConfig broker, ImmutableSortedDictionary<string, string> overrides)
{
    /// <summary>The value, or null where none is set (internal names only).</summary>
    public string? Find(string name)
    {
        var definition = ConfigDefinitions.Topic[name];
        if (overrides.TryGetValue(name, out var own) && definition.Check(own) is null) return own;
        return Inherited(definition);
    }

    /// <summary>The value the topic takes over where it sets none.</summary>
    public string? Inherited(ConfigDefinition definition) => definition.Name switch
    {
        "retention.ms" => broker.LogRetentionMs.ToString(),
        "segment.ms" => broker.LogRollMs.ToString(),
        "segment.jitter.ms" => broker.LogRollJitterMs.ToString(),
        "flush.ms" => broker.LogFlushMs.ToString(),
        _ when definition.ServerDefault is { } server => broker.Find(server),
        _ => definition.Default,
    };

    // The internal name exists for tests that need segments below the public minimum.
    public int SegmentBytes =>
        Find("internal.segment.bytes") is { } text && ConfigText.TryInteger(ConfigType.Int, text, out var bytes)
            ? (int)bytes
            : GetInt("segment.bytes");

    public string Get(string name) => (Find(name) ?? "").Trim();
    public string[] GetList(string name) => ConfigText.Split(Get(name));
    public int GetInt(string name) => (int)GetLong(name);
    public bool GetBoolean(string name) => ConfigText.TryBoolean(Get(name), out var value) && value;
    public long GetLong(string name) => ConfigText.TryInteger(ConfigType.Long, Get(name), out var value) ? value : 0;
    public double GetDouble(string name) => ConfigText.TryDouble(Get(name), out var value) ? value : 0;
}
