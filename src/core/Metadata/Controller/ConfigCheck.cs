using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>Judges the whole set of values a resource would have.</summary>
internal static class ConfigCheck
{
    private const int MetricsIntervalMsMin = 100;
    private const int MetricsIntervalMsMax = 3_600_000;

    // Listeners are opened at start only.
    private static readonly string[] FixedAtStart = ["listeners", "listener.security.protocol.map"];

    private static readonly string[] MetricsMatchKeys =
    [
        "client_instance_id", "client_id", "client_software_name", "client_software_version", "client_source_address",
        "client_source_port",
    ];

    public static IMetadataRecord Record(ConfigResource resource, string name, string? value) =>
        MetadataRecords.Of(new ConfigRecord
        {
            ResourceType = (sbyte)resource.Type,
            ResourceName = resource.Name,
            Name = name,
            Value = value,
        });

    public static Refusal? Topic(ImmutableSortedDictionary<string, string> values, BrokerConfig broker)
    {
        if (Values(ConfigDefinitions.Topic, values, "topic", ErrorCode.InvalidConfig) is { } refusal) return refusal;
        var inForce = new TopicConfigReader(broker, values);
        var (min, max) = (inForce.GetLong("min.compaction.lag.ms"), inForce.GetLong("max.compaction.lag.ms"));
        if (min > max)
            return new(ErrorCode.InvalidConfig, $"min.compaction.lag.ms={min}: must be at most max.compaction.lag.ms, which is {max}");
        return inForce.GetBoolean("remote.storage.enable")
            ? new(ErrorCode.InvalidConfig, "remote.storage.enable=true: this broker has no tiered storage")
            : null;
    }

    public static Refusal? ClientMetrics(ImmutableSortedDictionary<string, string> values)
    {
        if (Values(ConfigDefinitions.ClientMetrics, values, "client metrics", ErrorCode.InvalidRequest) is { } refusal) return refusal;
        if (values.TryGetValue("interval.ms", out var text) && ConfigText.TryInteger(ConfigType.Int, text, out var interval)
            && interval is < MetricsIntervalMsMin or > MetricsIntervalMsMax)
            return new(ErrorCode.InvalidRequest, $"interval.ms={text}: must be {MetricsIntervalMsMin} to {MetricsIntervalMsMax}");
        foreach (var pattern in ConfigText.Split(values.GetValueOrDefault("match") ?? ""))
        {
            var equals = pattern.IndexOf('=');
            if (equals <= 0 || !MetricsMatchKeys.Contains(pattern[..equals].Trim()))
                return new(ErrorCode.InvalidConfig, $"match: '{pattern}' must be key=expression with one of {string.Join(", ", MetricsMatchKeys)}");
        }

        return null;
    }

    /// <summary>For one broker, or for all when <paramref name="isClusterDefault"/>. Kafka answers INVALID_REQUEST for these.</summary>
    public static Refusal? Broker(ImmutableSortedDictionary<string, string> values, BrokerConfig broker, bool isClusterDefault)
    {
        foreach (var (name, text) in values)
        {
            if (!ConfigDefinitions.Broker.TryFind(name, out var definition)) return Invalid($"{name} is no broker configuration");
            if (definition.DynamicScope == ConfigDynamicScope.None || FixedAtStart.Contains(name))
                return Invalid($"{name} cannot be altered while the broker runs");
            if (isClusterDefault && definition.DynamicScope == ConfigDynamicScope.PerBroker)
                return Invalid($"{name} can be altered for a single broker only");
            if (definition.Check(text) is { } problem) return Invalid($"{name}={Shown(definition, text)}: {problem}");
        }

        var next = isClusterDefault
            ? broker.WithDynamic(broker.DynamicPerBroker, values)
            : broker.WithDynamic(values, broker.DynamicDefault);
        if (next.LogRetentionMs == 0) return Invalid("log.retention.ms must be -1 or at least 1");
        return next.ConnectionsPerAddressOverrides is null
            ? Invalid("max.connections.per.ip.overrides must be pairs of host:count")
            : null;
    }

    internal static Refusal? Values(
        ConfigCatalog catalog, ImmutableSortedDictionary<string, string> values, string kind, ErrorCode error)
    {
        foreach (var (name, text) in values)
        {
            if (!catalog.TryFind(name, out var definition)) return new(error, $"{name} is no {kind} configuration");
            if (definition.Check(text) is { } problem) return new(error, $"{name}={Shown(definition, text)}: {problem}");
        }

        return null;
    }

    private static Refusal Invalid(string message) => new(ErrorCode.InvalidRequest, message);
    private static string Shown(ConfigDefinition definition, string text) => definition.IsSensitive ? "***" : text;
}
