using Levada.Broker.Share;
using Levada.Coordination.Share;
using Levada.Network;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Handlers;

/// <summary>Takes acknowledgements and gives records to a member of a share group.</summary>
[KafkaApi(ApiKey.ShareFetch, 1, 2)]
internal sealed class ShareFetchHandler(ShareParts share) : ISpanRequestHandler
{
    public FrameResult Handle(Span<byte> body, RequestContext context, ResponseSlot response)
    {
        var reader = new WireReader(body);
        var request = ShareFetchRequest.Read(ref reader, context.Version);
        if (reader.Failed) return RequestPipeline.RejectMalformed(context, response);
        _ = RunAsync(request, context, response);
        return FrameResult.Continue;
    }

    private async Task RunAsync(ShareFetchRequest request, RequestContext context, ResponseSlot response)
    {
        try
        {
            if (!share.Groups.IsEnabled)
                ShareFetchResponseWriter.WriteError(response, context.CorrelationId, ErrorCode.UnsupportedVersion, "Share groups are switched off.");
            else if (Check(request) is { } problem)
                ShareFetchResponseWriter.WriteError(response, context.CorrelationId, ErrorCode.InvalidRequest, problem);
            else
                await AnswerAsync(request, context, response);
            response.Complete();
        }
        catch (Exception e)
        {
            if (!context.ConnectionClosed.IsCancellationRequested)
                context.Log.Error($"{context.ApiKey} request from {context.ClientHost} failed", e);
            response.CompleteAndClose();
        }
    }

    /// <summary>Why a request is refused before its session is looked at, or null.</summary>
    private static string? Check(in ShareFetchRequest request)
    {
        if (string.IsNullOrEmpty(request.GroupId)) return "The group id is missing.";
        if (!ShareMembers.IsValidId(request.MemberId)) return "The member id is not valid.";
        return request.IsRenewAck && (request.MaxBytes != 0 || request.MinBytes != 0 || request.MaxRecords != 0 || request.MaxWaitMs != 0)
            ? "A request that renews locks fetches nothing: its byte, record and wait limits must be 0."
            : null;
    }

    private async Task AnswerAsync(ShareFetchRequest request, RequestContext context, ResponseSlot response)
    {
        var error = share.Groups.TryUseSession(request, context.ConnectionClosed, out var session);
        if (error != ErrorCode.None)
        {
            // A client without a session would come again at once.
            if (error == ErrorCode.ShareSessionLimitReached) await share.Groups.WaitAsync(request.MaxWaitMs, context.ConnectionClosed);
            ShareFetchResponseWriter.WriteError(response, context.CorrelationId, error, null);
            return;
        }

        var isFinal = request.ShareSessionEpoch == ShareSessions.FinalEpoch;
        ShareFetchPartition[] fetched = isFinal || request.IsRenewAck
            ? []
            : Array.ConvertAll(session!.Rotated(), partition => new ShareFetchPartition(partition.TopicId, partition.Partition));
        var answered = fetched.ToList();
        var acknowledging = AcknowledgeAsync(request, answered);
        if (!isFinal && !request.IsRenewAck) await share.Groups.FetchAsync(session!, request, fetched, context.ConnectionClosed);
        await acknowledging;
        if (isFinal) await share.Groups.CloseSessionAsync(session!);
        ShareFetchResponseWriter.Write(response, context.CorrelationId, share.Groups.LockDurationMsOf(request.GroupId!), answered);
    }

    private Task AcknowledgeAsync(in ShareFetchRequest request, List<ShareFetchPartition> answered)
    {
        var waits = new List<Task>();
        foreach (var topic in request.Topics)
        {
            foreach (var asked in topic.Partitions)
            {
                if (asked.AcknowledgementBatches.Length == 0) continue;
                var partition = answered.Find(known => known.TopicId == topic.TopicId && known.Partition == asked.PartitionIndex);
                if (partition is null) answered.Add(partition = new ShareFetchPartition(topic.TopicId, asked.PartitionIndex));
                waits.Add(AcknowledgeAsync(request.GroupId!, request.MemberId!, asked, partition, request.IsRenewAck));
            }
        }

        return Task.WhenAll(waits);
    }

    private async Task AcknowledgeAsync(
        string groupId, string memberId, ShareFetchRequest.FetchPartition asked, ShareFetchPartition partition, bool isRenewal)
    {
        partition.IsAcknowledged = true;
        partition.AcknowledgeError = await share.Groups.AcknowledgeAsync(
            new SharePartitionKey(groupId, partition.TopicId, partition.Partition), memberId,
            Array.ConvertAll(asked.AcknowledgementBatches, batch => (batch.FirstOffset, batch.LastOffset, batch.AcknowledgeTypes)), isRenewal);
    }
}
