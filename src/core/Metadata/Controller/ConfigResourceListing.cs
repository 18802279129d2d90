using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Answers ListConfigResources from one state of the metadata (KIP-1142).</summary>
public static class ConfigResourceListing
{
    private const short FirstVersionWithTypes = 1;

    private static readonly ConfigResourceType[] Types =
        [ConfigResourceType.Group, ConfigResourceType.ClientMetrics, ConfigResourceType.BrokerLogger, ConfigResourceType.Broker, ConfigResourceType.Topic];

    /// <param name="version">The request's version: the first asks for client metrics subscriptions only.</param>
    public static ListConfigResourcesResponse List(in ListConfigResourcesRequest request, short version, MetadataImage image)
    {
        ConfigResourceType[] asked = version < FirstVersionWithTypes ? [ConfigResourceType.ClientMetrics]
            : request.ResourceTypes.Length == 0 ? Types
            : Array.ConvertAll(request.ResourceTypes, type => (ConfigResourceType)type);
        if (Array.Exists(asked, type => !Types.Contains(type))) return new ListConfigResourcesResponse { ErrorCode = ErrorCode.UnsupportedVersion };
        return new ListConfigResourcesResponse
        {
            ConfigResources =
            [
                .. Types.Where(asked.Contains).SelectMany(type => NamesOf(type, image).Select(name =>
                    new ListConfigResourcesResponse.ConfigResource { ResourceName = name, ResourceType = (sbyte)type })),
            ],
        };
    }

    // Groups and subscriptions exist here only by their configurations.
    private static IEnumerable<string> NamesOf(ConfigResourceType type, MetadataImage image) => type switch
    {
        ConfigResourceType.Topic => image.Topics.InNameOrder.Select(topic => topic.Name),
        ConfigResourceType.Broker or ConfigResourceType.BrokerLogger =>
            image.Cluster.Brokers.Values.Where(broker => !broker.IsFenced).Select(broker => broker.Id.ToString()),
        _ => image.Configurations.Resources.Keys.Where(resource => resource.Type == type).Select(resource => resource.Name),
    };
}
