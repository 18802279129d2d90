using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>The value in force of each group configuration: the group's own, else the broker's, else the default.</summary>
/// <remarks>
/// The broker's name is the group's under <c>group.</c>. Its bounds are checked when a value is set; where they have moved
/// since, the value is taken as the nearest bound.
/// </remarks>
internal readonly struct GroupConfigReader(BrokerConfig broker, ImmutableSortedDictionary<string, string> overrides)
{
    /// <summary>The broker configuration that gives a group configuration its value where the group sets none, or null.</summary>
    public static string? BrokerNameOf(string name) =>
        ConfigDefinitions.Broker.TryFind("group." + name, out var definition) ? definition.Name : null;

    /// <summary>What the broker allows a group to set, with the names that say so; null for no bound.</summary>
    public static ((string Name, long Value)? Min, (string Name, long Value)? Max) BoundsOf(BrokerConfig broker, string name) =>
        (Bound(broker, BoundName(name, "min")), Bound(broker, BoundName(name, "max")));

    public string? Find(string name)
    {
        var definition = ConfigDefinitions.Group[name];
        if (!overrides.TryGetValue(name, out var own) || definition.Check(own) is not null)
            return BrokerNameOf(name) is { } ofBroker ? broker.Find(ofBroker) : definition.Default;
        if (!ConfigText.TryInteger(definition.Type, own, out var value)) return own;
        var (min, max) = BoundsOf(broker, name);
        return (min?.Value > value ? min.Value.Value : max?.Value < value ? max.Value.Value : value).ToString();
    }

    public string Get(string name) => (Find(name) ?? "").Trim();
    public int GetInt(string name) => ConfigText.TryInteger(ConfigType.Int, Get(name), out var value) ? (int)value : 0;
    public bool GetBoolean(string name) => ConfigText.TryBoolean(Get(name), out var value) && value;

    // Of streams.num.standby.replicas the bound has no "num".
    private static string BoundName(string name, string side)
    {
        var dot = name.IndexOf('.');
        var rest = name[(dot + 1)..];
        return $"group.{name[..dot]}.{side}.{(rest.StartsWith("num.", StringComparison.Ordinal) ? rest["num.".Length..] : rest)}";
    }

    private static (string, long)? Bound(BrokerConfig broker, string name) =>
        ConfigDefinitions.Broker.TryFind(name, out _) ? (name, broker.GetLong(name)) : null;
}
