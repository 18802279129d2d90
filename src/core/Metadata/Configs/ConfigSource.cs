namespace Levada.Metadata.Configs;

/// <summary>Which layer a value comes from, numbered as DescribeConfigs tells it; a lower layer yields to a higher one.</summary>
public enum ConfigSource
{
    Unknown = 0,
    DynamicTopic = 1,
    DynamicBroker = 2,
    DynamicDefaultBroker = 3,
    StaticBroker = 4,
    Default = 5,
    DynamicBrokerLogger = 6,
    ClientMetrics = 7,
    Group = 8,
}
