using Levada.Network;

namespace Levada.Broker;

/// <summary>A look at a running broker, for metrics and health.</summary>
public sealed class BrokerStatus
{
    private readonly BrokerParts _parts;
    private readonly NetworkServer _server;

    internal BrokerStatus(BrokerParts parts, NetworkServer server)
    {
        _parts = parts;
        _server = server;
    }

    public int ConnectionCount => _server.ConnectionCount;
    public int TopicCount => _parts.Services.Partitions.Topics.Count;
    public int PartitionCount => _parts.Services.Partitions.Partitions.Count();

    /// <summary>Whether no log directory has failed.</summary>
    public bool IsHealthy => _parts.Directories.All.All(directory => !directory.IsOffline);
}
