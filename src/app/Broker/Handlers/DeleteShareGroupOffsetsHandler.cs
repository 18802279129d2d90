using Levada.Broker.Share;
using Levada.Coordination.Groups.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Deletes what a share group without members keeps of topics.</summary>
[KafkaApi(ApiKey.DeleteShareGroupOffsets, 0, 0)]
internal sealed class DeleteShareGroupOffsetsHandler(ShareParts share)
    : IRequestHandler<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse>
{
    public async ValueTask<DeleteShareGroupOffsetsResponse> HandleAsync(
        DeleteShareGroupOffsetsRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var (error, known) = await share.Admin.FindAsync(request.GroupId);
        if (error != ErrorCode.None) return new() { ErrorCode = error };
        if (known is null) return new() { ErrorCode = ErrorCode.GroupIdNotFound, ErrorMessage = $"There is no share group {request.GroupId}." };
        if (!known.IsEmpty) return new() { ErrorCode = ErrorCode.NonEmptyGroup, ErrorMessage = $"Share group {request.GroupId} has members." };
        var responses = new DeleteShareGroupOffsetsResponse.DeleteShareGroupOffsetsResponseTopic[request.Topics.Length];
        for (var i = 0; i < responses.Length; i++) responses[i] = await DeleteAsync(request.GroupId, request.Topics[i].TopicName, known);
        return new() { Responses = responses };
    }

    private async Task<DeleteShareGroupOffsetsResponse.DeleteShareGroupOffsetsResponseTopic> DeleteAsync(
        string groupId, string topicName, ShareGroupStates known)
    {
        var topic = known.Topics.FirstOrDefault(topic => topic.Name == topicName);
        return new()
        {
            TopicName = topicName,
            TopicId = topic?.Id ?? Uuid.Zero,
            ErrorCode = topic is null ? ErrorCode.UnknownTopicOrPartition : await share.Admin.DeleteStatesAsync(groupId, [topic]),
        };
    }
}
