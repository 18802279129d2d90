using Levada.Broker.Control;
using Levada.Coordination.Groups;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Names the broker that coordinates a group, and makes the groups' topic when it is first needed.</summary>
[KafkaApi(ApiKey.FindCoordinator, 0, 6)]
internal sealed class FindCoordinatorHandler(MetadataPublisher metadata, TopicCreator creator)
    : IRequestHandler<FindCoordinatorRequest, FindCoordinatorResponse>
{
    private const sbyte Group = 0;
    private const short FirstVersionWithBatches = 4;

    public async ValueTask<FindCoordinatorResponse> HandleAsync(
        FindCoordinatorRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (request.KeyType != Group) return Refuse(request, context.Version);
        var error = await creator.EnsureConsumerOffsetsAsync(cancellationToken);
        if (context.Version >= FirstVersionWithBatches)
            return new() { Coordinators = Array.ConvertAll(request.CoordinatorKeys, key => Find(key, context, error)) };
        var found = Find(request.Key, context, error);
        return new()
        {
            ErrorCode = found.ErrorCode, ErrorMessage = found.ErrorMessage, NodeId = found.NodeId, Host = found.Host, Port = found.Port,
        };
    }

    private FindCoordinatorResponse.Coordinator Find(string groupId, RequestContext context, ErrorCode topicError)
    {
        if (topicError != ErrorCode.None) return Failed(groupId, ErrorCode.CoordinatorNotAvailable, "__consumer_offsets cannot be created yet");
        var image = metadata.Image;
        if (image.Topics.Find(TopicNames.ConsumerOffsets) is not { } topic)
            return Failed(groupId, ErrorCode.CoordinatorNotAvailable, null);
        var leader = topic.Partition(GroupPartitioner.PartitionFor(groupId, topic.PartitionCount))!.Leader;
        return BrokerEndpoints.Find(image, context.ListenerName, leader) is { } broker
            ? new() { Key = groupId, NodeId = broker.Id, Host = broker.Host, Port = broker.Port }
            : Failed(groupId, ErrorCode.CoordinatorNotAvailable, null);
    }

    private static FindCoordinatorResponse Refuse(in FindCoordinatorRequest request, short version)
    {
        const string reason = "This broker coordinates consumer groups only.";
        return version >= FirstVersionWithBatches
            ? new() { Coordinators = Array.ConvertAll(request.CoordinatorKeys, key => Failed(key, ErrorCode.InvalidRequest, reason)) }
            : new() { ErrorCode = ErrorCode.InvalidRequest, ErrorMessage = reason, NodeId = -1, Port = -1 };
    }

    private static FindCoordinatorResponse.Coordinator Failed(string key, ErrorCode error, string? message) =>
        new() { Key = key, NodeId = -1, Host = "", Port = -1, ErrorCode = error, ErrorMessage = message };
}
