namespace Levada.Metadata.Configs;

/// <summary>Every configuration name there is, from <c>schemas/configs</c>.</summary>
public static class ConfigDefinitions
{
    public static ConfigCatalog Broker { get; } = new(GeneratedConfigs.Broker());
    public static ConfigCatalog Topic { get; } = new(GeneratedConfigs.Topic());
    public static ConfigCatalog Group { get; } = new(GeneratedConfigs.Group());
    public static ConfigCatalog ClientMetrics { get; } = new(GeneratedConfigs.ClientMetrics());

    /// <summary>The catalog of a resource type, or null for a type without configurations of its own.</summary>
    public static ConfigCatalog? Of(ConfigResourceType type) => type switch
    {
        ConfigResourceType.Broker => Broker,
        ConfigResourceType.Topic => Topic,
        ConfigResourceType.Group => Group,
        ConfigResourceType.ClientMetrics => ClientMetrics,
        _ => null,
    };
}
