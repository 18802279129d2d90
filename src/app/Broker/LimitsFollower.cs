using System.Net;
using Levada.Broker.Control;
using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Metadata.Quotas;
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
            CreationsPerAddressPerSecondMax = RateOf(change.After.ClientQuotas, QuotaName.Default) ?? int.MaxValue,
            CreationsPerAddressPerSecondOverrides = Rates(change.After.ClientQuotas),
            IdleMsMax = broker.ConnectionIdleMsMax,
        };
    }

    private static Dictionary<IPAddress, int> Rates(ClientQuotasImage quotas)
    {
        var rates = new Dictionary<IPAddress, int>();
        foreach (var entity in quotas.Entities.Keys)
        {
            if (IPAddress.TryParse(entity.Ip.Name, out var address) && RateOf(quotas, entity.Ip) is { } rate) rates[address] = rate;
        }

        return rates;
    }

    private static int? RateOf(ClientQuotasImage quotas, QuotaName address) =>
        quotas.Of(new ClientQuotaEntity(default, default, address)).TryGetValue(QuotaKeys.ConnectionCreationRate, out var rate)
            ? (int)Math.Min(rate, int.MaxValue)
            : null;

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
