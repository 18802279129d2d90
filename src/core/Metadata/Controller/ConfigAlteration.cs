using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Decides IncrementalAlterConfigs and AlterConfigs: each resource as a whole, valid or not at all.</summary>
public static class ConfigAlteration
{
    public static ControllerDecision<IncrementalAlterConfigsResponse> Decide(
        in IncrementalAlterConfigsRequest request, ControllerContext context)
    {
        var records = new List<IMetadataRecord>();
        var results = new List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse>(request.Resources.Length);
        var seen = Repeated(request.Resources.Select(item => Resource(item.ResourceType, item.ResourceName)));
        foreach (var item in request.Resources)
        {
            var resource = Resource(item.ResourceType, item.ResourceName);
            var refusal = seen.Contains(resource) ? RepeatedResource : Alter(resource, item, context, records);
            results.Add(new IncrementalAlterConfigsResponse.AlterConfigsResourceResponse
            {
                ErrorCode = refusal?.Error ?? ErrorCode.None,
                ErrorMessage = refusal?.Message,
                ResourceType = item.ResourceType,
                ResourceName = item.ResourceName,
            });
        }

        return new(request.ValidateOnly ? [] : records, new IncrementalAlterConfigsResponse { Responses = [.. results] });
    }

    /// <summary>The old request: what it does not name goes back to the default.</summary>
    public static ControllerDecision<AlterConfigsResponse> Decide(in AlterConfigsRequest request, ControllerContext context)
    {
        var records = new List<IMetadataRecord>();
        var results = new List<AlterConfigsResponse.AlterConfigsResourceResponse>(request.Resources.Length);
        var seen = Repeated(request.Resources.Select(item => Resource(item.ResourceType, item.ResourceName)));
        foreach (var item in request.Resources)
        {
            var resource = Resource(item.ResourceType, item.ResourceName);
            var refusal = seen.Contains(resource) ? RepeatedResource : Replace(resource, item, context, records);
            results.Add(new AlterConfigsResponse.AlterConfigsResourceResponse
            {
                ErrorCode = refusal?.Error ?? ErrorCode.None,
                ErrorMessage = refusal?.Message,
                ResourceType = item.ResourceType,
                ResourceName = item.ResourceName,
            });
        }

        return new(request.ValidateOnly ? [] : records, new AlterConfigsResponse { Responses = [.. results] });
    }

    private static Refusal RepeatedResource { get; } = new(ErrorCode.InvalidRequest, "the resource stands twice in the request");

    private static Refusal? Alter(
        ConfigResource resource, in IncrementalAlterConfigsRequest.AlterConfigsResource item, ControllerContext context,
        List<IMetadataRecord> records)
    {
        if (CheckResource(resource, context) is { } badResource) return badResource;
        var edit = new ConfigEdit(resource, context);
        foreach (var config in item.Configs)
        {
            if (edit.Apply(config.Name, (ConfigOperation)config.ConfigOperation, config.Value) is { } refusal) return refusal;
        }

        return Commit(resource, edit.Values, context, records);
    }

    private static Refusal? Replace(
        ConfigResource resource, in AlterConfigsRequest.AlterConfigsResource item, ControllerContext context,
        List<IMetadataRecord> records)
    {
        if (CheckResource(resource, context) is { } badResource) return badResource;
        var values = Image.ConfigurationsImage.NoValues.ToBuilder();
        foreach (var config in item.Configs)
        {
            if (config.Value is null) return new(ErrorCode.InvalidRequest, $"the value of {config.Name} is null");
            if (!values.TryAdd(config.Name, config.Value)) return new(ErrorCode.InvalidRequest, $"{config.Name} stands twice");
        }

        return Commit(resource, values.ToImmutable(), context, records);
    }

    private static Refusal? Commit(
        ConfigResource resource, ImmutableSortedDictionary<string, string> after, ControllerContext context,
        List<IMetadataRecord> records)
    {
        if (CheckValues(resource, after, context) is { } refusal) return refusal;
        var before = context.Image.Configurations.Of(resource);
        foreach (var name in before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var value = after.GetValueOrDefault(name);
            if (before.GetValueOrDefault(name) != value) records.Add(ConfigCheck.Record(resource, name, value));
        }

        return null;
    }

    private static Refusal? CheckResource(ConfigResource resource, ControllerContext context)
    {
        switch (resource.Type)
        {
            case ConfigResourceType.Topic:
                if (TopicNames.Check(resource.Name) is { } problem) return new(ErrorCode.InvalidTopicException, problem);
                return context.Image.Topics.Find(resource.Name) is null
                    ? new(ErrorCode.UnknownTopicOrPartition, $"there is no topic '{resource.Name}'")
                    : null;
            case ConfigResourceType.Broker when resource.Name.Length == 0:
                return null;
            case ConfigResourceType.Broker:
                if (!int.TryParse(resource.Name, out var id)) return new(ErrorCode.InvalidRequest, $"'{resource.Name}' is no broker id");
                return context.Image.Cluster.Broker(id) is null
                    ? new(ErrorCode.BrokerIdNotRegistered, $"broker {id} is not registered")
                    : null;
            case ConfigResourceType.Group or ConfigResourceType.ClientMetrics:
                return resource.Name.Length == 0 ? new(ErrorCode.InvalidRequest, "the resource has no name") : null;
            case ConfigResourceType.BrokerLogger:
                return new(ErrorCode.InvalidRequest, "log levels cannot be altered while the broker runs");
            default:
                return new(ErrorCode.InvalidRequest, $"resource type {(int)resource.Type} has no configurations");
        }
    }

    private static Refusal? CheckValues(
        ConfigResource resource, ImmutableSortedDictionary<string, string> values, ControllerContext context) => resource.Type switch
    {
        ConfigResourceType.Topic => ConfigCheck.Topic(values, context.Configs.Broker),
        ConfigResourceType.Group => GroupConfigCheck.Group(values, context.Configs.Broker),
        ConfigResourceType.ClientMetrics => ConfigCheck.ClientMetrics(values),
        _ => ConfigCheck.Broker(values, context.Configs.Broker, isClusterDefault: resource.Name.Length == 0),
    };

    private static ConfigResource Resource(sbyte type, string name) => new((ConfigResourceType)type, name);

    private static SortedSet<ConfigResource> Repeated(IEnumerable<ConfigResource> resources) =>
        new(resources.GroupBy(resource => resource).Where(group => group.Count() > 1).Select(group => group.Key));
}
