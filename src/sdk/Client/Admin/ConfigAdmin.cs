using System.Globalization;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Reads and changes configurations of topics, brokers, groups and client metrics subscriptions.</summary>
public sealed class ConfigAdmin(KafkaClient client)
{
    private const short DocumentationVersion = 3;
    private const short FirstVersionWithTypes = 1;

    /// <summary>Every value of one resource, in the broker's order.</summary>
    /// <exception cref="KafkaException">There is no such resource, or nobody answers.</exception>
    public async Task<IReadOnlyList<ConfigEntry>> DescribeAsync(ConfigResource resource, CancellationToken cancellationToken = default)
    {
        var response = await SendAsync<DescribeConfigsRequest, DescribeConfigsResponse>(
            resource, ApiKey.DescribeConfigs, version => Describe(resource, version), isChange: false, cancellationToken);
        if (response.Results is not [var result, ..]) throw new KafkaException($"{resource}: the broker answered nothing");
        if (result.ErrorCode != ErrorCode.None) throw KafkaException.From(result.ErrorCode, resource.ToString(), result.ErrorMessage);
        return [.. result.Configs.Select(Entry)];
    }

    /// <summary>Makes all changes or none.</summary>
    /// <exception cref="KafkaException">The broker refused, or nobody answers.</exception>
    public async Task AlterAsync(
        ConfigResource resource, IReadOnlyList<ConfigChange> changes, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        var response = await SendAsync<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(
            resource, ApiKey.IncrementalAlterConfigs, _ => Alter(resource, changes, isDryRun), isChange: true, cancellationToken);
        foreach (var result in response.Responses)
        {
            if (result.ErrorCode != ErrorCode.None) throw KafkaException.From(result.ErrorCode, resource.ToString(), result.ErrorMessage);
        }
    }

    /// <summary>What has configurations, in order of type and name.</summary>
    /// <param name="types">Only these; none for all that the broker lists. Of groups, those with a value of their own.</param>
    /// <exception cref="KafkaException">The broker knows no such list, or nobody answers.</exception>
    public async Task<IReadOnlyList<ConfigResource>> ListAsync(IReadOnlyList<ConfigResourceType> types, CancellationToken cancellationToken = default)
    {
        var response = await client.RetryAsync(
            () => client.SendToAnyAsync<ListConfigResourcesRequest, ListConfigResourcesResponse>(
                ApiKey.ListConfigResources, version => List(types, version), cancellationToken),
            cancellationToken);
        if (response.ErrorCode != ErrorCode.None) throw KafkaException.From(response.ErrorCode, "listing configurations");
        return
        [
            .. response.ConfigResources.Select(resource => new ConfigResource((ConfigResourceType)resource.ResourceType, resource.ResourceName))
                .OrderBy(resource => resource.Type).ThenBy(resource => resource.Name, StringComparer.Ordinal),
        ];
    }

    private static ListConfigResourcesRequest List(IReadOnlyList<ConfigResourceType> types, short version)
    {
        if (version >= FirstVersionWithTypes) return new ListConfigResourcesRequest { ResourceTypes = [.. types.Select(type => (sbyte)type)] };
        return types is [ConfigResourceType.ClientMetrics]
            ? new ListConfigResourcesRequest()
            : throw new KafkaException(ErrorCode.UnsupportedVersion, "the broker lists client metrics subscriptions only");
    }

    private static DescribeConfigsRequest Describe(ConfigResource resource, short version)
    {
        var request = new DescribeConfigsRequest
        {
            Resources =
            [
                new DescribeConfigsRequest.DescribeConfigsResource
                {
                    ResourceType = (sbyte)resource.Type, ResourceName = resource.Name, ConfigurationKeys = null,
                },
            ],
        };
        if (version >= DocumentationVersion) request.IncludeDocumentation = true;
        return request;
    }

    private static IncrementalAlterConfigsRequest Alter(ConfigResource resource, IReadOnlyList<ConfigChange> changes, bool isDryRun) => new()
    {
        Resources =
        [
            new IncrementalAlterConfigsRequest.AlterConfigsResource
            {
                ResourceType = (sbyte)resource.Type,
                ResourceName = resource.Name,
                Configs =
                [
                    .. changes.Select(change => new IncrementalAlterConfigsRequest.AlterableConfig
                    {
                        Name = change.Name, ConfigOperation = (sbyte)change.Operation, Value = change.Value,
                    }),
                ],
            },
        ],
        ValidateOnly = isDryRun,
    };

    private static ConfigEntry Entry(DescribeConfigsResponse.DescribeConfigsResourceResult config)
    {
        var source = Enum.IsDefined((ConfigSource)config.ConfigSource) ? (ConfigSource)config.ConfigSource : ConfigSource.Unknown;
        return new ConfigEntry(config.Name, config.Value, source, config.ReadOnly, config.IsSensitive, config.Documentation);
    }

    // Only the broker itself knows its static values; everything else any broker can tell and the controller changes.
    private async Task<TResponse> SendAsync<TRequest, TResponse>(
        ConfigResource resource, ApiKey key, Func<short, TRequest> build, bool isChange, CancellationToken cancellationToken)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        var isOfOneBroker = resource is { Type: ConfigResourceType.Broker or ConfigResourceType.BrokerLogger, Name.Length: > 0 };
        return await client.RetryAsync(
            async () =>
            {
                if (isOfOneBroker) return await SendToOwnerAsync<TRequest, TResponse>(resource, key, build, cancellationToken);
                return isChange
                    ? await client.SendToControllerAsync<TRequest, TResponse>(key, build, cancellationToken)
                    : await client.SendToAnyAsync<TRequest, TResponse>(key, build, cancellationToken);
            },
            cancellationToken);
    }

    private async Task<TResponse> SendToOwnerAsync<TRequest, TResponse>(
        ConfigResource resource, ApiKey key, Func<short, TRequest> build, CancellationToken cancellationToken)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse>
    {
        if (!int.TryParse(resource.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var nodeId))
            throw new KafkaException(ErrorCode.InvalidRequest, $"'{resource.Name}' is not a broker id; `levada cluster` shows them");
        if (!client.Metadata.Brokers.ContainsKey(nodeId)) await client.RefreshMetadataAsync([], cancellationToken: cancellationToken);
        if (!client.Metadata.Brokers.ContainsKey(nodeId))
            throw new KafkaException(ErrorCode.InvalidRequest, $"there is no broker {nodeId}; `levada cluster` shows them");
        return await client.SendToNodeAsync<TRequest, TResponse>(nodeId, key, build, cancellationToken);
    }
}
