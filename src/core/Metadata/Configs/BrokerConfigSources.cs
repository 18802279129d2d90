namespace Levada.Metadata.Configs;

/// <summary>Where a broker's configuration is read from; later members win over earlier ones.</summary>
public sealed record BrokerConfigSources
{
    /// <summary>The properties file's name, for messages.</summary>
    public string PropertiesName { get; init; } = "server.properties";

    /// <summary>The properties file's text; null starts from the embedded defaults.</summary>
    public string? PropertiesFile { get; init; }

    /// <summary>The process's environment; names that do not begin with <c>KAFKA_</c> are passed over, except CLUSTER_ID.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Assignments from the command line, each <c>name=value</c>.</summary>
    public IReadOnlyCollection<string> Overrides { get; init; } = [];
}
