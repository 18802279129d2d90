using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Describes the cluster and its topics, and creates topics that a client names when that is allowed.</summary>
[KafkaApi(ApiKey.Metadata, 0, 13)]
internal sealed class MetadataHandler(MetadataPublisher metadata, TopicCreator creator, PartitionRegistry hosted)
    : IRequestHandler<MetadataRequest, MetadataResponse>
{
    private const short FirstVersionWithChoice = 4;

    public async ValueTask<MetadataResponse> HandleAsync(
        MetadataRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        // In version 0 an empty list asks for all topics, later it asks for none.
        var isForAll = request.Topics is null || context.Version == 0 && request.Topics.Length == 0;
        var failures = isForAll ? TopicCreator.NoFailures : await CreateMissingAsync(request, context, cancellationToken);
        var image = metadata.Image;
        return new MetadataResponse
        {
            Brokers = [.. BrokerEndpoints.Active(image, context.ListenerName).Select(broker => new MetadataResponse.MetadataResponseBroker
            {
                NodeId = broker.Id, Host = broker.Host, Port = broker.Port, Rack = broker.Rack,
            })],
            ClusterId = metadata.ClusterId,
            ControllerId = metadata.NodeId,
            ClusterAuthorizedOperations = request.IncludeClusterAuthorizedOperations ? AuthorizedOperations.Cluster : AuthorizedOperations.NotAsked,
            Topics = isForAll
                ? [.. image.Topics.InNameOrder.Select(topic => Describe(topic, request, image))]
                : [.. request.Topics!.Select(asked => Describe(asked, request, image, failures))],
        };
    }

    private async ValueTask<IReadOnlyDictionary<string, ErrorCode>> CreateMissingAsync(
        MetadataRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var isAllowed = context.Version < FirstVersionWithChoice || request.AllowAutoTopicCreation;
        if (!isAllowed) return TopicCreator.NoFailures;
        var missing = request.Topics!
            .Where(topic => topic.TopicId.IsZero && topic.Name is not null && metadata.Image.Topics.Find(topic.Name) is null)
            .Select(topic => topic.Name!)
            .Distinct()
            .ToArray();
        return missing.Length == 0 ? TopicCreator.NoFailures : await creator.CreateMissingAsync(missing, cancellationToken);
    }

    private MetadataResponse.MetadataResponseTopic Describe(
        in MetadataRequest.MetadataRequestTopic asked, in MetadataRequest request, MetadataImage image, IReadOnlyDictionary<string, ErrorCode> failures)
    {
        if (!asked.TopicId.IsZero)
        {
            return image.Topics.Find(asked.TopicId) is { } byId
                ? Describe(byId, request, image)
                : new() { ErrorCode = ErrorCode.UnknownTopicId, TopicId = asked.TopicId, Name = null };
        }

        if (asked.Name is null) return new() { ErrorCode = ErrorCode.InvalidRequest, Name = null };
        if (image.Topics.Find(asked.Name) is { } byName) return Describe(byName, request, image);
        var error = failures.TryGetValue(asked.Name, out var failure) ? failure
            : TopicCreator.IsValidName(asked.Name) ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidTopicException;
        return new() { ErrorCode = error, Name = asked.Name, IsInternal = TopicNames.IsInternal(asked.Name) };
    }

    private MetadataResponse.MetadataResponseTopic Describe(TopicImage topic, in MetadataRequest request, MetadataImage image)
    {
        var partitions = new MetadataResponse.MetadataResponsePartition[topic.PartitionCount];
        for (var i = 0; i < partitions.Length; i++) partitions[i] = Describe(topic, i, image);
        return new()
        {
            Name = topic.Name,
            TopicId = topic.Id,
            IsInternal = TopicNames.IsInternal(topic.Name),
            Partitions = partitions,
            TopicAuthorizedOperations = request.IncludeTopicAuthorizedOperations ? AuthorizedOperations.Topic : AuthorizedOperations.NotAsked,
        };
    }

    private MetadataResponse.MetadataResponsePartition Describe(TopicImage topic, int index, MetadataImage image)
    {
        var partition = topic.Partition(index)!;
        var leadership = PartitionLeadership.Of(new TopicPartition(topic.Name, index), partition, image, hosted, metadata.NodeId);
        return new()
        {
            ErrorCode = leadership.Error,
            PartitionIndex = index,
            LeaderId = leadership.LeaderId,
            LeaderEpoch = partition.LeaderEpoch.Value,
            ReplicaNodes = partition.Replicas,
            IsrNodes = partition.Isr,
            OfflineReplicas = leadership.OfflineReplicas,
        };
    }
}
