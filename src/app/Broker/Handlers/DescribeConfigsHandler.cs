using Levada.Broker.Control;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Tells the configuration in force for each resource, and where each value comes from (KIP-226).</summary>
[KafkaApi(ApiKey.DescribeConfigs, 1, 4)]
internal sealed class DescribeConfigsHandler(MetadataPublisher metadata) : IRequestHandler<DescribeConfigsRequest, DescribeConfigsResponse>
{
    public ValueTask<DescribeConfigsResponse> HandleAsync(
        DescribeConfigsRequest request, RequestContext context, CancellationToken cancellationToken) =>
        new(new DescribeConfigsResponse { Results = Array.ConvertAll(request.Resources, resource => Describe(resource, request)) });

    private DescribeConfigsResponse.DescribeConfigsResult Describe(
        DescribeConfigsRequest.DescribeConfigsResource resource, DescribeConfigsRequest request)
    {
        var result = new DescribeConfigsResponse.DescribeConfigsResult
        {
            ResourceType = resource.ResourceType, ResourceName = resource.ResourceName,
        };
        var entries = Find(resource, out var error, out var message);
        result.ErrorCode = error;
        result.ErrorMessage = message;
        var wanted = resource.ConfigurationKeys is { } keys ? keys.ToHashSet(StringComparer.Ordinal) : null;
        result.Configs =
        [
            .. entries.Where(entry => wanted?.Contains(entry.Name) != false)
                .Select(entry => Describe(entry, request.IncludeSynonyms, request.IncludeDocumentation)),
        ];
        return result;
    }

    private IReadOnlyList<ConfigEntry> Find(
        in DescribeConfigsRequest.DescribeConfigsResource resource, out ErrorCode error, out string? message)
    {
        (error, message) = (ErrorCode.None, null);
        var configs = metadata.Configs;
        switch ((ConfigResourceType)resource.ResourceType)
        {
            case ConfigResourceType.Topic when metadata.Image.Topics.Find(resource.ResourceName) is not null:
                return configs.DescribeTopic(resource.ResourceName);
            case ConfigResourceType.Topic:
                error = TopicNames.Check(resource.ResourceName) is { } problem ? ErrorCode.InvalidTopicException : ErrorCode.UnknownTopicOrPartition;
                message = TopicNames.Check(resource.ResourceName);
                return [];
            case ConfigResourceType.Broker when resource.ResourceName.Length == 0:
                return configs.DescribeClusterDefault();
            case ConfigResourceType.Broker when resource.ResourceName == metadata.NodeId.ToString():
                return configs.DescribeBroker();
            case ConfigResourceType.Group when resource.ResourceName.Length > 0:
                return configs.DescribeGroup(resource.ResourceName);
            case ConfigResourceType.ClientMetrics when resource.ResourceName.Length > 0:
                return configs.DescribeClientMetrics(resource.ResourceName);
            default:
                error = ErrorCode.InvalidRequest;
                message = $"There is no configuration of type {resource.ResourceType} named '{resource.ResourceName}' at broker {metadata.NodeId}.";
                return [];
        }
    }

    private static DescribeConfigsResponse.DescribeConfigsResourceResult Describe(
        ConfigEntry entry, bool includeSynonyms, bool includeDocumentation) => new()
        {
            Name = entry.Name,
            Value = entry.Value,
            ReadOnly = entry.IsReadOnly,
            ConfigSource = (sbyte)entry.Source,
            IsSensitive = entry.Definition.IsSensitive,
            ConfigType = (sbyte)entry.Definition.Type,
            Documentation = includeDocumentation ? entry.Definition.Documentation : null,
            Synonyms = includeSynonyms
                ? [.. entry.Synonyms.Select(synonym => new DescribeConfigsResponse.DescribeConfigsSynonym
                {
                    Name = synonym.Name, Value = synonym.Value, Source = (sbyte)synonym.Source,
                })]
                : [],
        };
}
