using Levada.Broker.Data;
using Levada.Coordination.Share;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Share;

/// <summary>The data path of share groups on this broker: sessions, fetches, acknowledgements.</summary>
internal sealed class ShareGroups(
    ShareSessions sessions, SharePartitions partitions, SharePartitionEnvironment environment, FetchLimits limits)
{
    private readonly ShareAcknowledgements _acknowledgements = new(partitions, environment);

    /// <summary>Whether the feature share.version is finalized above 0.</summary>
    public bool IsEnabled => environment.Metadata.Image.Features.Levels.GetValueOrDefault(FeatureCatalog.ShareVersion) > 0;

    public int LockDurationMsOf(string groupId) => environment.SettingsOf(groupId).ShareRecordLockDurationMs;

    /// <summary>Opens the session that the request begins, or continues the one it names.</summary>
    public ErrorCode TryUseSession(in ShareFetchRequest request, CancellationToken disconnected, out ShareSession? session)
    {
        var (groupId, memberId) = (request.GroupId!, request.MemberId!);
        if (request.ShareSessionEpoch != ShareSessions.InitialEpoch)
        {
            var changes = request;
            return sessions.TryContinue(groupId, memberId, request.ShareSessionEpoch, known => Update(known, changes), out session);
        }

        session = null;
        if (Array.Exists(request.Topics, topic => Array.Exists(topic.Partitions, partition => partition.AcknowledgementBatches.Length > 0)))
            return ErrorCode.InvalidRequest;
        session = sessions.TryOpen(groupId, memberId);
        if (session is null) return ErrorCode.ShareSessionLimitReached;
        Update(session, request);
        var opened = session;
        opened.Disconnection = disconnected.Register(() => _ = CloseSessionAsync(opened));
        return ErrorCode.None;
    }

    /// <inheritdoc cref="ShareSessions.TryContinue"/>
    public ErrorCode TryUseSession(in ShareAcknowledgeRequest request, out ShareSession? session)
    {
        session = null;
        return request.ShareSessionEpoch == ShareSessions.InitialEpoch
            ? ErrorCode.InvalidShareSessionEpoch
            : sessions.TryContinue(request.GroupId!, request.MemberId!, request.ShareSessionEpoch, static _ => { }, out session);
    }

    /// <summary>Ends a session and takes back what its member holds.</summary>
    public Task CloseSessionAsync(ShareSession session) =>
        sessions.Remove(session) ? partitions.ReleaseAsync(session) : Task.CompletedTask;

    public async Task FetchAsync(
        ShareSession session, ShareFetchRequest request, IReadOnlyList<ShareFetchPartition> asked, CancellationToken disconnected)
    {
        // It may read from disk, which the connection's thread must not wait for.
        await Task.Yield();
        var settings = environment.SettingsOf(request.GroupId!);
        var bytesMax = Math.Min(request.MaxBytes, limits.ResponseBytesMax);
        var parameters = new ShareFetchParameters(
            session.GroupId, session.MemberId, session.Number, request.MaxWaitMs, Math.Min(request.MinBytes, bytesMax), bytesMax, request.MaxRecords,
            request.BatchSize, (AcquireMode)request.ShareAcquireMode, settings.IsShareReadCommitted);
        await new ShareFetchOperation(parameters, asked, partitions, environment.Timers).RunAsync(disconnected);
        // Nobody is there any more to hear of what it acquired.
        if (disconnected.IsCancellationRequested) await partitions.ReleaseAsync(session);
    }

    /// <inheritdoc cref="ShareAcknowledgements.AcknowledgeAsync"/>
    public Task<ErrorCode> AcknowledgeAsync(
        SharePartitionKey key, string memberId, IReadOnlyList<(long First, long Last, sbyte[] Types)> batches, bool isRenewal) =>
        _acknowledgements.AcknowledgeAsync(key, memberId, batches, isRenewal);

    /// <summary>Lets some time pass before a refusal.</summary>
    public Task WaitAsync(int waitMs, CancellationToken disconnected) =>
        Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, waitMs)), environment.Clock.TimeProvider, disconnected);

    private static void Update(ShareSession session, in ShareFetchRequest request)
    {
        foreach (var topic in request.Topics)
        {
            foreach (var partition in topic.Partitions) session.Add(topic.TopicId, partition.PartitionIndex);
        }

        foreach (var topic in request.ForgottenTopicsData)
        {
            foreach (var partition in topic.Partitions) session.Remove(topic.TopicId, partition);
        }
    }
}
