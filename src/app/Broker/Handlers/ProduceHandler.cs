using Levada.Broker.Data;
using Levada.Broker.Transactions;
using Levada.Log;
using Levada.Network;
using Levada.Protocol;
using Levada.Protocol.Spans;

namespace Levada.Broker.Handlers;

/// <summary>
/// Appends each partition's batch as it lies in the request. The response has the request's shape, so it is written while
/// the request is walked, and held when an acknowledgement has to wait.
/// </summary>
[KafkaApi(ApiKey.Produce, 3, 13, AdvertisedMinVersion = 0)]
internal sealed class ProduceHandler(PartitionAppender appender, PendingProducePool pool, TransactionVerifier verifier) : ISpanRequestHandler
{
    private const short NoAcknowledgement = 0;
    private const short LeaderAcknowledgement = 1;
    private const short FullAcknowledgement = -1;
    private const short FirstVersionWithAbortable = 11;
    private const short FirstBumpingVersion = 12;

    // Kafka's own administration tools are the one client that may write to internal topics.
    private const string AdminClientId = "__admin_client";

    public FrameResult Handle(Span<byte> body, RequestContext context, ResponseSlot response)
    {
        var request = new ProduceRequestSpan(body, context.Version);
        if (request.IsMalformed) return RequestPipeline.RejectMalformed(context, response);
        if (!request.HasTransactionalId) return Run(request, body, context, null, response);
        var verification = ProduceVerification.Begin(
            request, body, verifier, appender, (IsBumping(context.Version), context.Version >= FirstVersionWithAbortable, new ProduceResponseLayout(context.Version).HasTopicIds));
        if (verification is not { IsAskNeeded: true }) return Run(request, body, context, verification, response);
        _ = RunVerifiedAsync(body.ToArray(), context, verification, response);
        return FrameResult.AwaitResponse;
    }

    private static bool IsBumping(short version) => version >= FirstBumpingVersion;

    /// <summary>The first batch of a transaction on some partition: the rest of the connection waits, so that order is kept.</summary>
    private async Task RunVerifiedAsync(byte[] body, RequestContext context, ProduceVerification verification, ResponseSlot response)
    {
        try
        {
            context.PauseWork();
            await verification.AskAsync();
            context.ResumeWork();
            Run(new ProduceRequestSpan(body, context.Version), body, context, verification, response);
        }
        catch (Exception e)
        {
            context.Log.Error($"A transactional produce request of {context.ClientId} failed", e);
            response.CompleteAndClose();
        }
    }

    private FrameResult Run(
        ProduceRequestSpan request, Span<byte> body, RequestContext context, ProduceVerification? verification, ResponseSlot response)
    {
        var layout = new ProduceResponseLayout(context.Version);
        var writer = ResponseHeaders.Begin(response, context.CorrelationId, layout.IsFlexible);
        var pending = pool.Rent();
        pending.Begin(response);
        var hasFailed = false;
        var ordinal = -1;
        writer.WriteArrayCount(request.TopicCount, layout.IsFlexible);
        while (request.MoveToTopic()) hasFailed |= !HandleTopic(ref request, body, context, verification, ref ordinal, writer, pending);
        layout.WriteEnd(writer, context.ChargeProduce(hasResponse: request.Acks != NoAcknowledgement));
        return Finish(request, response, pending, hasFailed);
    }

    /// <returns>Whether every partition of the topic took its batch.</returns>
    private bool HandleTopic(
        ref ProduceRequestSpan request, Span<byte> body, RequestContext context, ProduceVerification? verification, ref int ordinal, WireWriter writer, PendingProduce pending)
    {
        var layout = new ProduceResponseLayout(context.Version);
        var topic = appender.Find(request.TopicName, request.TopicId, layout.HasTopicIds);
        layout.WriteTopic(writer, request.TopicName, request.TopicId, request.TopicPartitionCount);
        var isWhole = true;
        while (request.MoveToPartition())
        {
            ordinal++;
            var refusal = Check(request, topic, context, layout);
            if (refusal == ErrorCode.None && verification is not null) refusal = verification.ErrorOf(ordinal);
            var hosted = topic?.Find(request.PartitionIndex);
            var outcome = refusal != ErrorCode.None ? AppendOutcome.Refused(refusal)
                : hosted is null ? AppendOutcome.Refused(ErrorCode.UnknownTopicOrPartition)
                : appender.Append(
                    hosted,
                    topic!,
                    body[request.Records],
                    CheckOf(context, verification?.GuardOf(ordinal) ?? 0),
                    request.Acks != NoAcknowledgement,
                    pending,
                    ProduceResponseLayout.ErrorPosition(writer));
            layout.WritePartition(writer, request.PartitionIndex, outcome);
            isWhole &= outcome.Error == ErrorCode.None;
        }

        layout.WriteTopicEnd(writer);
        return isWhole;
    }

    private TransactionCheck CheckOf(RequestContext context, long guard)
    {
        var isBumping = verifier.IsBumping(IsBumping(context.Version));
        return new TransactionCheck(isBumping, verifier.IsRequired(isBumping), guard);
    }

    private static ErrorCode Check(in ProduceRequestSpan request, HostedTopic? topic, RequestContext context, ProduceResponseLayout layout)
    {
        if (request.Acks is not (NoAcknowledgement or LeaderAcknowledgement or FullAcknowledgement)) return ErrorCode.InvalidRequiredAcks;
        if (topic is null) return layout.HasTopicIds ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition;
        return topic.IsInternal && context.ClientId != AdminClientId ? ErrorCode.InvalidTopicException : ErrorCode.None;
    }

    private static FrameResult Finish(in ProduceRequestSpan request, ResponseSlot response, PendingProduce pending, bool hasFailed)
    {
        if (request.Acks != NoAcknowledgement)
        {
            pending.EndRegistration(request.TimeoutMs);
            return FrameResult.Continue;
        }

        // Without a response there is but one way to tell a producer of its failure.
        pending.Abandon();
        response.Buffer.Clear();
        if (hasFailed) response.CompleteAndClose();
        else response.CompleteWithoutResponse();
        return FrameResult.Continue;
    }
}
