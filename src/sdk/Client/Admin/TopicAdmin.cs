using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Admin;

/// <summary>Creates, grows and deletes topics.</summary>
/// <remarks>Results come one per topic asked for; only a request that fails as a whole throws <see cref="KafkaException"/>.</remarks>
public sealed class TopicAdmin(KafkaClient client)
{
    // Version 4 is the first in which -1 means the broker's defaults (KIP-464).
    private const short DefaultsVersion = 4;
    private const short NamesVersionMax = 5;

    public async Task<IReadOnlyList<NamedOutcome>> CreateAsync(
        IReadOnlyList<TopicSpec> topics, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        var response = await ControlledAsync<CreateTopicsRequest, CreateTopicsResponse>(
            ApiKey.CreateTopics,
            version => new CreateTopicsRequest
            {
                Topics = [.. topics.Select(topic => Creatable(topic, version))],
                TimeoutMs = client.Options.RequestTimeoutMs,
                ValidateOnly = isDryRun,
            },
            answer => answer.Topics.Select(topic => topic.ErrorCode),
            cancellationToken);
        return [.. response.Topics.Select(topic => new NamedOutcome(topic.Name, topic.ErrorCode, topic.ErrorMessage))];
    }

    public async Task<IReadOnlyList<NamedOutcome>> DeleteAsync(IReadOnlyList<string> topics, CancellationToken cancellationToken = default)
    {
        var response = await ControlledAsync<DeleteTopicsRequest, DeleteTopicsResponse>(
            ApiKey.DeleteTopics,
            _ => new DeleteTopicsRequest { TopicNames = [.. topics], TimeoutMs = client.Options.RequestTimeoutMs },
            answer => answer.Responses.Select(topic => topic.ErrorCode),
            cancellationToken,
            NamesVersionMax);
        return [.. response.Responses.Select(topic => new NamedOutcome(topic.Name ?? "", topic.ErrorCode, topic.ErrorMessage))];
    }

    /// <summary>Grows topics to the given numbers of partitions.</summary>
    public async Task<IReadOnlyList<NamedOutcome>> GrowAsync(
        IReadOnlyList<KeyValuePair<string, int>> partitionCounts, bool isDryRun = false, CancellationToken cancellationToken = default)
    {
        var response = await ControlledAsync<CreatePartitionsRequest, CreatePartitionsResponse>(
            ApiKey.CreatePartitions,
            _ => new CreatePartitionsRequest
            {
                Topics =
                [
                    .. partitionCounts.Select(pair => new CreatePartitionsRequest.CreatePartitionsTopic { Name = pair.Key, Count = pair.Value, Assignments = null }),
                ],
                TimeoutMs = client.Options.RequestTimeoutMs,
                ValidateOnly = isDryRun,
            },
            answer => answer.Results.Select(topic => topic.ErrorCode),
            cancellationToken);
        return [.. response.Results.Select(topic => new NamedOutcome(topic.Name, topic.ErrorCode, topic.ErrorMessage))];
    }

    private static CreateTopicsRequest.CreatableTopic Creatable(TopicSpec topic, short version)
    {
        var needsDefaults = version < DefaultsVersion;
        return new CreateTopicsRequest.CreatableTopic
        {
            Name = topic.Name,
            NumPartitions = needsDefaults && topic.PartitionCount < 0 ? 1 : topic.PartitionCount,
            ReplicationFactor = needsDefaults && topic.ReplicationFactor < 0 ? (short)1 : topic.ReplicationFactor,
            Configs =
            [
                .. (topic.Configs ?? []).Select(config => new CreateTopicsRequest.CreatableTopicConfig { Name = config.Key, Value = config.Value }),
            ],
        };
    }

    // The controller may have moved since the metadata was fetched: NOT_CONTROLLER asks for it again.
    private Task<TResponse> ControlledAsync<TRequest, TResponse>(
        ApiKey key, Func<short, TRequest> build, Func<TResponse, IEnumerable<ErrorCode>> errors, CancellationToken cancellationToken,
        short versionMax = short.MaxValue)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse> =>
        client.RetryAsync(
            async () =>
            {
                var response = await client.SendToControllerAsync<TRequest, TResponse>(key, build, cancellationToken, versionMax);
                if (!errors(response).Contains(ErrorCode.NotController)) return response;
                await client.RefreshMetadataAsync([], cancellationToken: cancellationToken);
                throw KafkaException.From(ErrorCode.NotController, "the controller has moved");
            },
            cancellationToken);
}
