using System.Text;
using Levada.Broker.Data;
using Levada.Network;
using Levada.Protocol;
using Levada.Protocol.Spans;
using Levada.Replication;

namespace Levada.Broker.Handlers;

/// <summary>Turns a fetch request, and the session it may belong to, into a <see cref="FetchOperation"/>.</summary>
[KafkaApi(ApiKey.Fetch, 4, 18)]
internal sealed class FetchHandler(
    PartitionRegistry partitions, FetchOperationPool pool, FetchSessions sessions, BrokerClock clock, FetchLimits limits) : ISpanRequestHandler
{
    private const int NewSessionEpoch = 0;
    private const int FinalSessionEpoch = -1;
    private const int ReadCommitted = 1;

    public FrameResult Handle(Span<byte> body, RequestContext context, ResponseSlot response)
    {
        var request = new FetchRequestSpan(body, context.Version);
        if (request.IsMalformed) return RequestPipeline.RejectMalformed(context, response);
        var fetch = pool.Rent();
        fetch.Begin(response, Parameters(request, context));
        var error = request.SessionId != 0 && request.SessionEpoch > NewSessionEpoch
            ? ContinueSession(request, fetch)
            : StartOver(request, fetch);
        if (error == ErrorCode.None) fetch.Run();
        else fetch.Reject(error);
        return FrameResult.Continue;
    }

    private FetchParameters Parameters(in FetchRequestSpan request, RequestContext context)
    {
        // More than its quota ever lets pass at once would keep a consumer from its first record.
        var bytesMax = Math.Min(Math.Min(request.MaxBytes, limits.ResponseBytesMax), context.Throttle?.FetchBytesMax ?? int.MaxValue);
        return new FetchParameters(
            context.Version, context.CorrelationId, clock.NowMs + Math.Max(0, request.MaxWaitMs), Math.Min(request.MinBytes, bytesMax),
            bytesMax, request.IsolationLevel == ReadCommitted, context.Throttle);
    }

    /// <summary>A full fetch: every partition is in the request; it may open a session and ends the one it names.</summary>
    private ErrorCode StartOver(FetchRequestSpan request, FetchOperation fetch)
    {
        if (request.SessionId != 0) sessions.Remove(request.SessionId);
        if (request.SessionEpoch == NewSessionEpoch && request.PartitionCount > 0)
            fetch.Session = sessions.TryCreate(fetch.Parameters.UsesTopicIds);
        while (request.MoveToTopic())
        {
            var topic = Find(request, fetch.Parameters.UsesTopicIds);
            var unknownName = topic is null ? Encoding.UTF8.GetString(request.TopicName) : "";
            while (request.MoveToPartition()) AddEntry(request, topic, unknownName, fetch);
        }

        return ErrorCode.None;
    }

    private static void AddEntry(in FetchRequestSpan request, HostedTopic? topic, string unknownName, FetchOperation fetch)
    {
        var asked = request.Partition;
        FetchSessionPartition? remembered = null;
        if (fetch.Session is { } session)
        {
            var key = new FetchSessionKey(fetch.Parameters.UsesTopicIds ? "" : topic?.Name ?? unknownName, request.TopicId, asked.PartitionIndex);
            remembered = session.Set(key, Position(asked), asked.LogStartOffset);
        }

        fetch.Add().Ask(topic, unknownName, request.TopicId, asked.PartitionIndex, Position(asked), remembered);
    }

    /// <summary>An incremental fetch: the request says what changed, the session knows the rest.</summary>
    private ErrorCode ContinueSession(FetchRequestSpan request, FetchOperation fetch)
    {
        var usesTopicIds = fetch.Parameters.UsesTopicIds;
        var error = sessions.TryContinue(request.SessionId, request.SessionEpoch, usesTopicIds, out var session);
        if (error != ErrorCode.None) return error;
        Update(session!, request, usesTopicIds);
        if (session!.Partitions.Count == 0)
        {
            sessions.Remove(session.Id);
            return ErrorCode.None;
        }

        session.AdvanceEpoch();
        fetch.Session = session;
        fetch.IsIncremental = true;
        for (var i = 0; i < session.Partitions.Count; i++)
        {
            var partition = session.Partitions[i];
            var key = partition.Key;
            var topic = usesTopicIds ? partitions.Find(key.TopicId) : partitions.Find(key.Topic);
            fetch.Add().Ask(topic, topic is null ? key.Topic : "", key.TopicId, key.Partition, partition.Position, partition);
        }

        return ErrorCode.None;
    }

    private void Update(FetchSession session, FetchRequestSpan request, bool usesTopicIds)
    {
        var forgotten = request.ForgottenTopics;
        while (request.MoveToTopic())
        {
            var name = usesTopicIds ? "" : partitions.Find(request.TopicName)?.Name ?? Encoding.UTF8.GetString(request.TopicName);
            while (request.MoveToPartition())
            {
                var asked = request.Partition;
                session.Set(new FetchSessionKey(name, request.TopicId, asked.PartitionIndex), Position(asked), asked.LogStartOffset);
            }
        }

        while (forgotten.MoveToTopic())
        {
            var name = usesTopicIds ? "" : Encoding.UTF8.GetString(forgotten.TopicName);
            while (forgotten.MoveToPartition()) session.Forget(new FetchSessionKey(name, forgotten.TopicId, forgotten.PartitionIndex));
        }
    }

    private HostedTopic? Find(in FetchRequestSpan request, bool usesTopicIds) =>
        usesTopicIds ? partitions.Find(request.TopicId) : partitions.Find(request.TopicName);

    private static FetchPosition Position(in FetchPartitionSpan asked) => new(
        asked.FetchOffset, asked.PartitionMaxBytes, new LeaderEpoch(asked.CurrentLeaderEpoch), new LeaderEpoch(asked.LastFetchedEpoch));
}
