namespace Levada.Client.Admin;

/// <summary>Where a value comes from, with the numbers of the wire.</summary>
public enum ConfigSource : byte
{
    Unknown = 0,
    Topic = 1,
    DynamicBroker = 2,
    DynamicBrokerDefault = 3,
    StaticBroker = 4,
    Default = 5,
    DynamicBrokerLogger = 6,
    ClientMetrics = 7,
    Group = 8,
}
