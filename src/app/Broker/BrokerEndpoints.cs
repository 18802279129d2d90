using Levada.Metadata.Image;

namespace Levada.Broker;

/// <summary>Where clients of one listener find the brokers.</summary>
internal static class BrokerEndpoints
{
    public static IEnumerable<BrokerAddress> Active(MetadataImage image, string listenerName) => All(image, listenerName, includeFenced: false);

    public static IEnumerable<BrokerAddress> All(MetadataImage image, string listenerName, bool includeFenced)
    {
        foreach (var broker in image.Cluster.Brokers.Values)
        {
            if ((includeFenced || !broker.IsFenced) && broker.EndpointOf(listenerName) is { } endpoint)
                yield return new BrokerAddress(broker.Id, endpoint.Host, endpoint.Port, broker.Rack, broker.IsFenced);
        }
    }

    public static BrokerAddress? Find(MetadataImage image, string listenerName, int brokerId)
    {
        foreach (var broker in Active(image, listenerName))
        {
            if (broker.Id == brokerId) return broker;
        }

        return null;
    }
}
