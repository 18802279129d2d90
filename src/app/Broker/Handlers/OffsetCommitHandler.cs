using Levada.Broker.Groups;
using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Commits offsets of a group.</summary>
[KafkaApi(ApiKey.OffsetCommit, 2, 10)]
internal sealed class OffsetCommitHandler(GroupService groups) : IRequestHandler<OffsetCommitRequest, OffsetCommitResponse>
{
    public async ValueTask<OffsetCommitResponse> HandleAsync(OffsetCommitRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var asked = request.Topics;
        var refusals = new List<OffsetCommitResponse.OffsetCommitResponseTopic>();
        var known = new List<OffsetCommitRequest.OffsetCommitRequestTopic>();
        foreach (var topic in asked)
        {
            var completed = topic;
            var error = OffsetTopicIds.Complete(ref completed, context.Version, groups);
            if (error == ErrorCode.None) known.Add(completed);
            else refusals.Add(Fail(topic, error));
        }

        if (known.Count == 0 && asked.Length > 0) return new() { Topics = [.. refusals] };
        request.Topics = [.. known];
        var reply = await groups.DecideAsync(request.GroupId, (group, decision) => group.OffsetCommit(request, context.Version, decision));
        var topics = reply.Error == ErrorCode.None ? reply.Response.Topics : Array.ConvertAll(request.Topics, topic => Fail(topic, reply.Error));
        return new() { Topics = [.. topics, .. refusals] };
    }

    private static OffsetCommitResponse.OffsetCommitResponseTopic Fail(OffsetCommitRequest.OffsetCommitRequestTopic topic, ErrorCode error) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        Partitions = Array.ConvertAll(topic.Partitions, partition => new OffsetCommitResponse.OffsetCommitResponsePartition
        {
            PartitionIndex = partition.PartitionIndex, ErrorCode = error,
        }),
    };
}
