using Levada.Metadata.Configs;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Answers DescribeConfigs from one state of the metadata.</summary>
public static class ConfigDescription
{
    public static DescribeConfigsResponse Describe(in DescribeConfigsRequest request, MetadataImage image, ConfigView configs)
    {
        var results = new DescribeConfigsResponse.DescribeConfigsResult[request.Resources.Length];
        for (var index = 0; index < results.Length; index++)
        {
            var asked = request.Resources[index];
            var resource = new ConfigResource((ConfigResourceType)asked.ResourceType, asked.ResourceName);
            var refusal = Check(resource, image, configs);
            results[index] = new DescribeConfigsResponse.DescribeConfigsResult
            {
                ErrorCode = refusal?.Error ?? ErrorCode.None,
                ErrorMessage = refusal?.Message,
                ResourceType = asked.ResourceType,
                ResourceName = asked.ResourceName,
                Configs = refusal is null ? Select(resource, asked, request, configs) : [],
            };
        }

        return new DescribeConfigsResponse { Results = results };
    }

    private static Refusal? Check(ConfigResource resource, MetadataImage image, ConfigView configs)
    {
        switch (resource.Type)
        {
            case ConfigResourceType.Topic:
                if (TopicNames.Check(resource.Name) is { } problem) return new(ErrorCode.InvalidTopicException, problem);
                return image.Topics.Find(resource.Name) is null
                    ? new(ErrorCode.UnknownTopicOrPartition, $"there is no topic '{resource.Name}'")
                    : null;
            case ConfigResourceType.Broker when resource.Name.Length == 0:
                return null;
            case ConfigResourceType.Broker or ConfigResourceType.BrokerLogger:
                var own = configs.Broker.NodeId;
                return int.TryParse(resource.Name, out var id) && id == own
                    ? null
                    : new(ErrorCode.InvalidRequest, $"this is broker {own}; '{resource.Name}' was asked for");
            case ConfigResourceType.Group or ConfigResourceType.ClientMetrics:
                return resource.Name.Length == 0 ? new(ErrorCode.InvalidRequest, "the resource has no name") : null;
            default:
                return new(ErrorCode.InvalidRequest, $"resource type {(int)resource.Type} has no configurations");
        }
    }

    private static DescribeConfigsResponse.DescribeConfigsResourceResult[] Select(
        ConfigResource resource, in DescribeConfigsRequest.DescribeConfigsResource asked, in DescribeConfigsRequest request,
        ConfigView configs)
    {
        IEnumerable<ConfigEntry> entries = resource.Type switch
        {
            ConfigResourceType.Topic => configs.DescribeTopic(resource.Name),
            ConfigResourceType.Broker when resource.Name.Length == 0 => configs.DescribeClusterDefault(),
            ConfigResourceType.Broker => configs.DescribeBroker(),
            ConfigResourceType.Group => configs.DescribeGroup(resource.Name),
            ConfigResourceType.ClientMetrics => configs.DescribeClientMetrics(resource.Name),
            _ => [],
        };
        if (asked.ConfigurationKeys is { } keys)
        {
            var wanted = new HashSet<string>(keys, StringComparer.Ordinal);
            entries = entries.Where(entry => wanted.Contains(entry.Name));
        }

        var (hasSynonyms, hasDocumentation) = (request.IncludeSynonyms, request.IncludeDocumentation);
        return [.. entries.Select(entry => Tell(entry, hasSynonyms, hasDocumentation))];
    }

    private static DescribeConfigsResponse.DescribeConfigsResourceResult Tell(ConfigEntry entry, bool hasSynonyms, bool hasDocumentation) =>
        new()
        {
            Name = entry.Name,
            Value = entry.Value,
            ReadOnly = entry.IsReadOnly,
            ConfigSource = (sbyte)entry.Source,
            IsSensitive = entry.Definition.IsSensitive,
            ConfigType = (sbyte)entry.Definition.Type,
            Documentation = hasDocumentation ? entry.Definition.Documentation : null,
            Synonyms = hasSynonyms ? [.. entry.Synonyms.Select(Tell)] : [],
        };

    private static DescribeConfigsResponse.DescribeConfigsSynonym Tell(ConfigSynonym synonym) => new()
    {
        Name = synonym.Name,
        Value = synonym.Value,
        Source = (sbyte)synonym.Source,
    };
}
