using Levada.Broker.Control;
using Levada.Broker.Groups;
using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Forgets committed offsets of topics that the group does not read (KIP-496).</summary>
[KafkaApi(ApiKey.OffsetDelete, 0, 0)]
internal sealed class OffsetDeleteHandler(GroupService groups, MetadataPublisher metadata) : IRequestHandler<OffsetDeleteRequest, OffsetDeleteResponse>
{
    public async ValueTask<OffsetDeleteResponse> HandleAsync(OffsetDeleteRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var image = metadata.Image.Topics;
        var unknown = Split(request.Topics, image, isKnown: false);
        if (unknown.Length > 0) request.Topics = Split(request.Topics, image, isKnown: true);

        // A group that is not there, or does not allow this, is the answer for everything.
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.OffsetDelete(request, decision));
        if (reply.Error != ErrorCode.None) return new() { ErrorCode = reply.Error };
        if (unknown.Length == 0 || reply.Response.ErrorCode != ErrorCode.None) return reply.Response;
        return new() { Topics = [.. reply.Response.Topics, .. unknown.Select(Refuse)] };
    }

    /// <summary>Of the partitions asked for those that exist, or those that do not.</summary>
    private static OffsetDeleteRequest.OffsetDeleteRequestTopic[] Split(
        OffsetDeleteRequest.OffsetDeleteRequestTopic[] topics, TopicsImage image, bool isKnown)
    {
        var split = new List<OffsetDeleteRequest.OffsetDeleteRequestTopic>();
        foreach (var topic in topics)
        {
            var known = image.Find(topic.Name);
            var partitions = Array.FindAll(topic.Partitions, partition => known?.Partition(partition.PartitionIndex) is not null == isKnown);
            if (partitions.Length > 0) split.Add(new() { Name = topic.Name, Partitions = partitions });
        }

        return [.. split];
    }

    private static OffsetDeleteResponse.OffsetDeleteResponseTopic Refuse(OffsetDeleteRequest.OffsetDeleteRequestTopic topic) => new()
    {
        Name = topic.Name,
        Partitions = Array.ConvertAll(topic.Partitions, partition => new OffsetDeleteResponse.OffsetDeleteResponsePartition
        {
            PartitionIndex = partition.PartitionIndex, ErrorCode = ErrorCode.UnknownTopicOrPartition,
        }),
    };
}
