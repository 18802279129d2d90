using System.Net;
using Levada.Broker.Control;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Network;

namespace Levada.Broker;

/// <summary>Gives the network the connection limits in force.</summary>
internal sealed class LimitsFollower(NetworkServer server) : IMetadataFollower
{
    public void Follow(MetadataChange change, ConfigView configs)
    {
        var broker = configs.Broker;
        server.Limits = new ConnectionLimits
        {
            ConnectionCountMax = broker.ConnectionsMax,
            ConnectionsPerAddressMax = broker.ConnectionsPerAddressMax,
            ConnectionsPerAddressOverrides = Resolve(broker.ConnectionsPerAddressOverrides),
            CreationsPerSecondMax = broker.GetInt("max.connection.creation.rate"),
            IdleMsMax = broker.ConnectionIdleMsMax,
        };
    }

    private static Dictionary<IPAddress, int> Resolve(IReadOnlyDictionary<string, int>? overrides)
    {
        var resolved = new Dictionary<IPAddress, int>();
        foreach (var (host, count) in overrides ?? new Dictionary<string, int>())
        {
            if (IPAddress.TryParse(host, out var address)) resolved[address] = count;
        }

        return resolved;
    }
}
