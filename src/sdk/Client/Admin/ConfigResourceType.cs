namespace Levada.Client.Admin;

/// <summary>What a configuration belongs to, with the numbers of the wire.</summary>
public enum ConfigResourceType : byte
{
    Topic = 2,
    Broker = 4,
    BrokerLogger = 8,
    ClientMetrics = 16,
    Group = 32,
}
