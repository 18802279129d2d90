using Levada.Broker.Groups;
using Levada.Coordination.Groups;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Reads committed offsets, of several groups from version 8 on.</summary>
[KafkaApi(ApiKey.OffsetFetch, 1, 10)]
internal sealed class OffsetFetchHandler(GroupService groups) : IRequestHandler<OffsetFetchRequest, OffsetFetchResponse>
{
    public async ValueTask<OffsetFetchResponse> HandleAsync(OffsetFetchRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var asked = OffsetFetchVersions.Groups(request, context.Version);
        var answers = new OffsetFetchResponse.OffsetFetchResponseGroup[asked.Length];
        for (var i = 0; i < asked.Length; i++) answers[i] = await FetchAsync(asked[i], request.RequireStable, context.Version);
        return OffsetFetchVersions.Response(answers, context.Version);
    }

    private async Task<OffsetFetchResponse.OffsetFetchResponseGroup> FetchAsync(
        OffsetFetchRequest.OffsetFetchRequestGroup asked, bool isStableRequired, short version)
    {
        var refusals = new List<OffsetFetchResponse.OffsetFetchResponseTopics>();
        if (asked.Topics is { } topics) asked.Topics = [.. Known(topics, version, refusals)];
        var reply = await groups.DecideAsync(asked.GroupId, (group, _) => group.OffsetFetch(asked, isStableRequired));
        if (reply.Error != ErrorCode.None) return OffsetFetchVersions.Failure(asked, reply.Error, version);
        var answer = reply.Response;
        OffsetTopicIds.Complete(ref answer, version, groups);
        answer.Topics = [.. answer.Topics, .. refusals];
        return answer;
    }

    private IEnumerable<OffsetFetchRequest.OffsetFetchRequestTopics> Known(
        OffsetFetchRequest.OffsetFetchRequestTopics[] topics, short version, List<OffsetFetchResponse.OffsetFetchResponseTopics> refusals)
    {
        foreach (var topic in topics)
        {
            var completed = topic;
            var error = OffsetTopicIds.Complete(ref completed, version, groups);
            if (error == ErrorCode.None) yield return completed;
            else refusals.Add(OffsetFetchVersions.FailTopic(topic, error));
        }
    }
}
