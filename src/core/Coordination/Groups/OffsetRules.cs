using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>OffsetCommit, OffsetFetch and OffsetDelete.</summary>
internal sealed class OffsetRules(GroupCoordinatorOptions options, GroupTable groups, GroupRebalance rebalance)
{
    // From here on (KIP-848) a commit to a group that is not there says so.
    private const short GroupIdNotFoundVersionMin = 9;

    public OffsetCommitResponse Commit(in OffsetCommitRequest request, short version, Decision decision)
    {
        var error = CheckCommit(request, version, out var group);
        if (error == ErrorCode.None)
        {
            group ??= groups.GetOrAdd(request.GroupId);
            // A commit is a sign of life as good as a heartbeat; while an assignment is awaited, none is expected.
            if (group.State is GroupState.Stable or GroupState.PreparingRebalance && group.Find(request.MemberId) is { } member)
                rebalance.RenewSession(member, decision);
        }

        var topics = new OffsetCommitResponse.OffsetCommitResponseTopic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++) topics[i] = Commit(request, request.Topics[i], error, decision);
        if (group is not null && decision.Records.Count == 0) groups.RemoveIfUnused(group);
        return new OffsetCommitResponse { Topics = topics };
    }

    public OffsetFetchResponse.OffsetFetchResponseGroup Fetch(
        in OffsetFetchRequest.OffsetFetchRequestGroup request, bool isStableRequired)
    {
        groups.TryGet(request.GroupId, out var group);
        return new OffsetFetchResponse.OffsetFetchResponseGroup
        {
            GroupId = request.GroupId,
            Topics = request.Topics is { } topics
                ? Array.ConvertAll(topics, topic => FetchTopic(group, topic, isStableRequired))
                : [.. group is null ? [] : group.Offsets.Topics.Select(topic => FetchTopic(
                    group, new() { Name = topic.Topic, PartitionIndexes = [.. topic.Partitions.Keys] }, isStableRequired))],
        };
    }

    public OffsetDeleteResponse Delete(in OffsetDeleteRequest request, Decision decision)
    {
        if (!groups.TryGet(request.GroupId, out var group)) return new OffsetDeleteResponse { ErrorCode = ErrorCode.GroupIdNotFound };
        if (group.State != GroupState.Empty && !group.UsesConsumerProtocol)
            return new OffsetDeleteResponse { ErrorCode = ErrorCode.NonEmptyGroup };
        return new OffsetDeleteResponse { Topics = Array.ConvertAll(request.Topics, topic => DeleteTopic(group, topic, decision)) };
    }

    private ErrorCode CheckCommit(in OffsetCommitRequest request, short version, out ClassicGroup? group)
    {
        var generation = request.GenerationIdOrMemberEpoch;
        group = null;
        if (!WireText.Fits(request.GroupId)) return ErrorCode.InvalidGroupId;
        if (!groups.TryGet(request.GroupId, out group))
        {
            if (generation < 0) return ErrorCode.None;
            return version >= GroupIdNotFoundVersionMin ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration;
        }

        if (generation < 0 && group.State == GroupState.Empty) return ErrorCode.None;
        // Members alone commit to a group that has some.
        if (generation < 0 && request.MemberId.Length == 0 && request.GroupInstanceId is null) return ErrorCode.UnknownMemberId;
        var error = group.Check(request.MemberId, request.GroupInstanceId);
        if (error != ErrorCode.None) return error;
        if (generation != group.Generation) return ErrorCode.IllegalGeneration;
        return group.State == GroupState.CompletingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private OffsetCommitResponse.OffsetCommitResponseTopic Commit(
        in OffsetCommitRequest request, in OffsetCommitRequest.OffsetCommitRequestTopic topic, ErrorCode error, Decision decision)
    {
        var partitions = new OffsetCommitResponse.OffsetCommitResponsePartition[topic.Partitions.Length];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = new()
            {
                PartitionIndex = topic.Partitions[i].PartitionIndex,
                ErrorCode = error == ErrorCode.None ? Commit(request, topic, topic.Partitions[i], decision) : error,
            };
        }

        return new() { Name = topic.Name, TopicId = topic.TopicId, Partitions = partitions };
    }

    private ErrorCode Commit(
        in OffsetCommitRequest request,
        in OffsetCommitRequest.OffsetCommitRequestTopic topic,
        in OffsetCommitRequest.OffsetCommitRequestPartition partition,
        Decision decision)
    {
        var metadata = partition.CommittedMetadata ?? "";
        if (!WireText.Fits(topic.Name)) return ErrorCode.InvalidTopicException;
        if (metadata.Length > options.OffsetMetadataLengthMax || !WireText.Fits(metadata)) return ErrorCode.OffsetMetadataTooLarge;
        var offset = new CommittedOffset(
            partition.CommittedOffset,
            new LeaderEpoch(partition.CommittedLeaderEpoch),
            metadata,
            decision.NowMs,
            request.RetentionTimeMs < 0 ? -1 : decision.NowMs + request.RetentionTimeMs,
            topic.TopicId);
        decision.Append(GroupRecords.Offset(
            request.GroupId, topic.Name, partition.PartitionIndex, offset, options.OffsetValueVersion));
        return ErrorCode.None;
    }

    private OffsetFetchResponse.OffsetFetchResponseTopics FetchTopic(
        ClassicGroup? group, OffsetFetchRequest.OffsetFetchRequestTopics topic, bool isStableRequired) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        Partitions = Array.ConvertAll(topic.PartitionIndexes, partition => Fetch(group, topic.Name, partition, isStableRequired)),
    };

    private OffsetFetchResponse.OffsetFetchResponsePartitions Fetch(ClassicGroup? group, string topic, int partition, bool isStableRequired)
    {
        var none = Position(partition, new CommittedOffset(-1, LeaderEpoch.None, "", -1, -1, Uuid.Zero));
        if (group is null) return none;
        if (isStableRequired && groups.Pending.Has(group.Id, topic, partition)) return none with { ErrorCode = ErrorCode.UnstableOffsetCommit };
        return group.Offsets.TryGet(topic, partition, out var offset) ? Position(partition, offset) : none;
    }

    private static OffsetFetchResponse.OffsetFetchResponsePartitions Position(int partition, in CommittedOffset offset) => new()
    {
        PartitionIndex = partition,
        CommittedOffset = offset.Offset,
        CommittedLeaderEpoch = offset.LeaderEpoch.Value,
        Metadata = offset.Metadata,
    };

    private bool HasOffset(ClassicGroup group, string topic, int partition) =>
        group.Offsets.TryGet(topic, partition, out _) || groups.Pending.Has(group.Id, topic, partition);

    private OffsetDeleteResponse.OffsetDeleteResponseTopic DeleteTopic(
        ClassicGroup group, OffsetDeleteRequest.OffsetDeleteRequestTopic topic, Decision decision)
    {
        var error = group.IsSubscribedTo(topic.Name) ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None;
        foreach (var partition in topic.Partitions)
        {
            if (error == ErrorCode.None && HasOffset(group, topic.Name, partition.PartitionIndex))
                decision.Append(GroupRecords.OffsetTombstone(group.Id, topic.Name, partition.PartitionIndex));
        }

        return new()
        {
            Name = topic.Name,
            Partitions = Array.ConvertAll(topic.Partitions, partition =>
                new OffsetDeleteResponse.OffsetDeleteResponsePartition { PartitionIndex = partition.PartitionIndex, ErrorCode = error }),
        };
    }
}
