using System.Collections.Immutable;

namespace Levada.Metadata.Configs;

/// <summary>Reads one node's configuration from its sources and judges it.</summary>
internal sealed class BrokerConfigLoader
{
    // A start without a properties file: one node on this machine, ready for a first try.
    private static readonly KeyValuePair<string, string>[] Embedded =
    [
        new("node.id", "1"),
        new("process.roles", "broker,controller"),
        new("controller.listener.names", "CONTROLLER"),
        new("listeners", "PLAINTEXT://127.0.0.1:9092"),
        new("log.dirs", "./levada-data"),
        new("num.partitions", "1"),
        new("auto.create.topics.enable", "true"),
        new("offsets.topic.replication.factor", "1"),
        new("transaction.state.log.replication.factor", "1"),
        new("transaction.state.log.min.isr", "1"),
        new("share.coordinator.state.topic.replication.factor", "1"),
        new("share.coordinator.state.topic.min.isr", "1"),
        new("group.initial.rebalance.delay.ms", "0"),
    ];

    // Names made by their owners: plugins' own settings and settings of one listener.
    private static readonly string[] OpenPrefixes = ["listener.name.", "rsm.config.", "rlmm.config."];

    private readonly SortedDictionary<string, ConfigValue> _values = new(StringComparer.Ordinal);
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    public static BrokerConfigResult Load(BrokerConfigSources sources) => new BrokerConfigLoader().Read(sources);

    private BrokerConfigResult Read(BrokerConfigSources sources)
    {
        if (sources.PropertiesFile is null) SetEmbedded();
        else SetFromFile(sources.PropertiesName, sources.PropertiesFile);
        SetFromEnvironment(sources.Environment);
        SetFromOverrides(sources.Overrides);
        foreach (var (name, value) in _values) CheckValue(name, value);
        if (_errors.Count > 0) return Failed();

        SettleNodeId();
        SettleRequired("process.roles", "broker,controller");
        SettleRequired("controller.listener.names", "CONTROLLER");
        if (_errors.Count > 0) return Failed();
        return Finish(ClusterIdOf(sources.Environment));
    }

    private BrokerConfigResult Finish(string? clusterId)
    {
        var texts = _values.ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Value.Text, StringComparer.Ordinal);
        var listeners = new ListenerReader(_values, _errors, _warnings).Read();
        var config = new BrokerConfig(texts, listeners, clusterId);
        new BrokerConfigCheck(config, Place, _errors).Run();
        return _errors.Count > 0 ? Failed() : new BrokerConfigResult(config, [], _warnings, StartupAdvice.For(config));
    }

    private BrokerConfigResult Failed() => new(null, _errors, _warnings, []);

    private void SetEmbedded()
    {
        foreach (var (name, text) in Embedded) _values[name] = new ConfigValue(text, "embedded default", IsEmbedded: true);
    }

    private void SetFromFile(string fileName, string text)
    {
        foreach (var line in PropertiesText.Parse(text)) Set(line.Name, line.Value, $"{fileName}:{line.Line}");
    }

    private void SetFromEnvironment(IReadOnlyCollection<KeyValuePair<string, string>> environment)
    {
        foreach (var (variable, text) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (EnvironmentNames.ToConfigName(variable) is { } name) Set(name, text, variable);
        }

        DeriveListeners();
    }

    // The container images' rule: advertised addresses without listeners mean "the same ports on every address".
    private void DeriveListeners()
    {
        if (!_values.TryGetValue("advertised.listeners", out var advertised) || !advertised.Origin.StartsWith("KAFKA_", StringComparison.Ordinal))
            return;
        if (_values.TryGetValue("listeners", out var listeners) && !listeners.IsEmbedded) return;
        var derived = ConfigText.Split(advertised.Text)
            .Select(text => ListenerAddress.TryParse(text, out var address) ? $"{address.Name}://0.0.0.0:{address.Port}" : text);
        _values["listeners"] = new ConfigValue(string.Join(',', derived), advertised.Origin);
    }

    private void SetFromOverrides(IReadOnlyCollection<string> overrides)
    {
        foreach (var assignment in overrides)
        {
            var equals = assignment.IndexOf('=');
            if (equals <= 0) _errors.Add($"--override {assignment}: must be name=value");
            else Set(assignment[..equals].Trim(), assignment[(equals + 1)..], "--override");
        }
    }

    private void Set(string name, string text, string origin)
    {
        if (ConfigDefinitions.Broker.TryFind(name, out _)) _values[name] = new ConfigValue(text.Trim(), origin);
        else if (!OpenPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
            _warnings.Add($"{origin}: unknown name {name} is passed over");
        else
            _warnings.Add($"{origin}: {name} has no effect yet");
    }

    private void CheckValue(string name, ConfigValue value)
    {
        var definition = ConfigDefinitions.Broker[name];
        if (definition.Check(value.Text) is { } problem)
            _errors.Add($"{value.Origin}: {name}={(definition.IsSensitive ? "***" : value.Text)}: {problem}");
    }

    private void SettleNodeId()
    {
        var hasNode = _values.TryGetValue("node.id", out var node) && !node.IsEmbedded;
        if (_values.TryGetValue("broker.id", out var broker) && ParseId(broker.Text) >= 0)
        {
            _warnings.Add($"{broker.Origin}: broker.id is the old name of node.id");
            if (!hasNode) _values["node.id"] = broker;
            else if (ParseId(node.Text) != ParseId(broker.Text))
                _errors.Add($"{broker.Origin}: broker.id={broker.Text}: must equal node.id, which is {node.Text}");
            return;
        }

        SettleRequired("node.id", "1");
    }

    private static long ParseId(string text) => ConfigText.TryInteger(ConfigType.Int, text, out var id) ? id : -1;

    private void SettleRequired(string name, string text)
    {
        if (_values.ContainsKey(name)) return;
        _warnings.Add($"{name} is not set: {text} is taken");
        _values[name] = new ConfigValue(text, "assumed", IsEmbedded: true);
    }

    private string Place(string name) =>
        _values.TryGetValue(name, out var value) ? $"{value.Origin}: {name}={value.Text}" : name;

    private static string? ClusterIdOf(IReadOnlyCollection<KeyValuePair<string, string>> environment) =>
        environment.FirstOrDefault(pair => pair.Key == "CLUSTER_ID").Value is { Length: > 0 } id ? id : null;
}
