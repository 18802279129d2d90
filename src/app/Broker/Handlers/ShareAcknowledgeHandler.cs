using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Takes acknowledgements of a share group's member without giving it more records.</summary>
[KafkaApi(ApiKey.ShareAcknowledge, 1, 2)]
internal sealed class ShareAcknowledgeHandler(ShareParts share) : IRequestHandler<ShareAcknowledgeRequest, ShareAcknowledgeResponse>
{
    private const int NoLeader = -1;

    public async ValueTask<ShareAcknowledgeResponse> HandleAsync(
        ShareAcknowledgeRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        if (!share.Groups.IsEnabled) return Refuse(ErrorCode.UnsupportedVersion, "Share groups are switched off.");
        if (string.IsNullOrEmpty(request.GroupId)) return Refuse(ErrorCode.InvalidRequest, "The group id is missing.");
        if (!ShareMembers.IsValidId(request.MemberId)) return Refuse(ErrorCode.InvalidRequest, "The member id is not valid.");
        var error = share.Groups.TryUseSession(request, out var session);
        if (error != ErrorCode.None) return Refuse(error, null);
        var topics = await Task.WhenAll(request.Topics.Select(topic => AcknowledgeAsync(request, topic)));
        if (request.ShareSessionEpoch == ShareSessions.FinalEpoch) await share.Groups.CloseSessionAsync(session!);
        return new() { AcquisitionLockTimeoutMs = share.Groups.LockDurationMsOf(request.GroupId), Responses = topics };
    }

    private async Task<ShareAcknowledgeResponse.ShareAcknowledgeTopicResponse> AcknowledgeAsync(
        ShareAcknowledgeRequest request, ShareAcknowledgeRequest.AcknowledgeTopic topic) => new()
    {
        TopicId = topic.TopicId,
        Partitions = await Task.WhenAll(topic.Partitions.Select(partition => AcknowledgeAsync(request, topic.TopicId, partition))),
    };

    private async Task<ShareAcknowledgeResponse.PartitionData> AcknowledgeAsync(
        ShareAcknowledgeRequest request, Uuid topicId, ShareAcknowledgeRequest.AcknowledgePartition asked) => new()
    {
        PartitionIndex = asked.PartitionIndex,
        CurrentLeader = new() { LeaderId = NoLeader, LeaderEpoch = NoLeader },
        ErrorCode = await share.Groups.AcknowledgeAsync(
            new SharePartitionKey(request.GroupId!, topicId, asked.PartitionIndex), request.MemberId!,
            Array.ConvertAll(asked.AcknowledgementBatches, batch => (batch.FirstOffset, batch.LastOffset, batch.AcknowledgeTypes)),
            request.IsRenewAck),
    };

    private static ShareAcknowledgeResponse Refuse(ErrorCode error, string? message) => new() { ErrorCode = error, ErrorMessage = message };
}
