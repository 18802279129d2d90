namespace Levada.Metadata.Configs;

/// <summary>What a set of configurations belongs to, numbered as on the wire and in metadata records.</summary>
public enum ConfigResourceType
{
    Unknown = 0,
    Topic = 2,
    Broker = 4,
    BrokerLogger = 8,
    ClientMetrics = 16,
    Group = 32,
}
