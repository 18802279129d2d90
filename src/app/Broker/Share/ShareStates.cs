using Levada.Broker.Control;
using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Coordination;
using Levada.Coordination.Share;
using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>The persisted states of share partitions, and the pruning of the topic that keeps them.</summary>
/// <remarks>
/// <c>__share_group_state</c> is not compacted: now and then every state of a grown partition is written anew, and all that
/// came before is deleted.
/// </remarks>
internal sealed class ShareStates(
    CoordinatorService<ShareCoordinator> shards, TopicCreator topics, MetadataPublisher metadata, PartitionRegistry partitions) : IMetadataFollower
{
    private const int PrunedRecordCountMin = 1000;

    public void Follow(MetadataChange change, ConfigView configs)
    {
        shards.Follow(change, configs);
        var deleted = change.Topics.Where(topic => topic.IsDeleted).Select(topic => topic.Before!.Id).ToHashSet();
        if (deleted.Count > 0) _ = shards.AskAllAsync((coordinator, decision) => Forget(coordinator, deleted, decision));
    }

    public async Task<ErrorCode> InitializeAsync(SharePartitionKey key, int stateEpoch, long startOffset)
    {
        if (!IsThere(key)) return ErrorCode.UnknownTopicOrPartition;
        var error = await EnsureTopicAsync();
        return error != ErrorCode.None
            ? error
            : await DecideAsync(key, (coordinator, decision) => coordinator.Initialize(key, stateEpoch, startOffset, decision));
    }

    public async Task<ShareStateRead> ReadAsync(SharePartitionKey key, int leaderEpoch)
    {
        if (!IsThere(key)) return new ShareStateRead(ErrorCode.UnknownTopicOrPartition, null);
        var reply = await shards.DecideAsync(key.CoordinatorKey, (coordinator, decision) => coordinator.Read(key, leaderEpoch, decision));
        return reply.Error == ErrorCode.None ? reply.Response! : new ShareStateRead(reply.Error, null);
    }

    /// <summary>What is persisted, for those who only look; no state where there is none.</summary>
    public async Task<ShareStateRead> FindAsync(SharePartitionKey key)
    {
        if (!IsThere(key)) return new ShareStateRead(ErrorCode.UnknownTopicOrPartition, null);
        if (metadata.Image.Topics.Find(TopicNames.ShareGroupState) is null) return new ShareStateRead(ErrorCode.None, null);
        var reply = await shards.DecideAsync(
            key.CoordinatorKey, (coordinator, _) => new ShareStateRead(ErrorCode.None, coordinator.Find(key)));
        return reply.Error == ErrorCode.None ? reply.Response! : new ShareStateRead(reply.Error, null);
    }

    public Task<ErrorCode> WriteAsync(SharePartitionKey key, ShareStateWrite write) =>
        DecideAsync(key, (coordinator, decision) => coordinator.Write(key, write, decision));

    public async Task<ErrorCode> DeleteAsync(SharePartitionKey key)
    {
        // Without the topic there is no state.
        if (metadata.Image.Topics.Find(TopicNames.ShareGroupState) is null) return ErrorCode.None;
        return await DecideAsync(key, (coordinator, decision) =>
        {
            coordinator.Delete(key, decision);
            return ErrorCode.None;
        });
    }

    /// <summary>Writes the states of grown partitions anew and deletes what came before.</summary>
    /// <returns>Whether any log start moved, and has to be made durable.</returns>
    public async Task<bool> PruneAsync()
    {
        var hasMoved = false;
        foreach (var hosted in partitions.Find(TopicNames.ShareGroupState)?.Partitions ?? [])
        {
            var (start, _) = Bounds(hosted);
            long end = 0;
            var reply = await shards.DecideAtAsync(hosted.Id.Partition, (coordinator, decision) =>
            {
                // Everything that is appended by now is in the state, and so in its snapshot.
                end = Bounds(hosted).End;
                var isGrown = end - start >= PrunedRecordCountMin + 2L * coordinator.StateCount;
                if (isGrown) coordinator.SnapshotAll(decision);
                return isGrown;
            });
            if (reply is not { Error: ErrorCode.None, Response: true }) continue;
            lock (hosted.Gate) hasMoved |= hosted.Partition.DeleteRecordsBefore(end) == ErrorCode.None;
        }

        return hasMoved;
    }

    private static (long Start, long End) Bounds(HostedPartition hosted)
    {
        lock (hosted.Gate) return (hosted.Partition.Log.LogStartOffset, hosted.Partition.Log.LogEndOffset);
    }

    private static bool Forget(ShareCoordinator coordinator, IReadOnlySet<Uuid> deleted, Decision decision)
    {
        coordinator.OnTopicsDeleted(deleted, decision);
        return true;
    }

    private bool IsThere(in SharePartitionKey key) => metadata.Image.Topics.Find(key.TopicId)?.Partition(key.Partition) is not null;

    private ValueTask<ErrorCode> EnsureTopicAsync() => topics.EnsureInternalAsync(TopicNames.ShareGroupState, CancellationToken.None);

    private async Task<ErrorCode> DecideAsync(SharePartitionKey key, Func<ShareCoordinator, Decision, ErrorCode> decide)
    {
        var reply = await shards.DecideAsync(key.CoordinatorKey, decide);
        return reply.Error == ErrorCode.None ? reply.Response : reply.Error;
    }
}
