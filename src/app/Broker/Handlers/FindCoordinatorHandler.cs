using Levada.Broker.Control;
using Levada.Coordination;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Names the broker that coordinates a key, and makes the topic of that kind of coordinator when it is first needed.</summary>
[KafkaApi(ApiKey.FindCoordinator, 0, 6)]
internal sealed class FindCoordinatorHandler(MetadataPublisher metadata, TopicCreator creator)
    : IRequestHandler<FindCoordinatorRequest, FindCoordinatorResponse>
{
    private const short FirstVersionWithBatches = 4;

    public async ValueTask<FindCoordinatorResponse> HandleAsync(
        FindCoordinatorRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (TopicOf(request.KeyType) is not { } topic) return Refuse(request, context.Version);
        var error = await creator.EnsureInternalAsync(topic, cancellationToken);
        if (context.Version >= FirstVersionWithBatches)
            return new() { Coordinators = Array.ConvertAll(request.CoordinatorKeys, key => Find(key, topic, context, error)) };
        var found = Find(request.Key, topic, context, error);
        return new()
        {
            ErrorCode = found.ErrorCode, ErrorMessage = found.ErrorMessage, NodeId = found.NodeId, Host = found.Host, Port = found.Port,
        };
    }

    /// <summary>The topic that keeps the keys of a type, or null for a type that no coordinator is built for.</summary>
    private static string? TopicOf(sbyte keyType) => keyType switch
    {
        0 => TopicNames.ConsumerOffsets,
        1 => TopicNames.TransactionState,
        2 => TopicNames.ShareGroupState,
        _ => null,
    };

    private FindCoordinatorResponse.Coordinator Find(string key, string topicName, RequestContext context, ErrorCode topicError)
    {
        if (topicError != ErrorCode.None) return Failed(key, ErrorCode.CoordinatorNotAvailable, $"{topicName} cannot be created yet");
        var image = metadata.Image;
        if (image.Topics.Find(topicName) is not { } topic) return Failed(key, ErrorCode.CoordinatorNotAvailable, null);
        var leader = topic.Partition(CoordinatorPartitioner.PartitionFor(key, topic.PartitionCount))!.Leader;
        return BrokerEndpoints.Find(image, context.ListenerName, leader) is { } broker
            ? new() { Key = key, NodeId = broker.Id, Host = broker.Host, Port = broker.Port }
            : Failed(key, ErrorCode.CoordinatorNotAvailable, null);
    }

    private static FindCoordinatorResponse Refuse(in FindCoordinatorRequest request, short version)
    {
        var reason = $"This broker has no coordinator for keys of type {request.KeyType}.";
        return version >= FirstVersionWithBatches
            ? new() { Coordinators = Array.ConvertAll(request.CoordinatorKeys, key => Failed(key, ErrorCode.InvalidRequest, reason)) }
            : new() { ErrorCode = ErrorCode.InvalidRequest, ErrorMessage = reason, NodeId = -1, Port = -1 };
    }

    private static FindCoordinatorResponse.Coordinator Failed(string key, ErrorCode error, string? message) =>
        new() { Key = key, NodeId = -1, Host = "", Port = -1, ErrorCode = error, ErrorMessage = message };
}
