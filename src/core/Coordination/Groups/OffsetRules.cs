using Levada.Coordination.Groups.Classic;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>OffsetCommit, OffsetFetch and OffsetDelete.</summary>
internal sealed class OffsetRules(GroupCoordinatorOptions options, GroupTable groups, ClassicRebalance rebalance)
{
    // From here on (KIP-848) a commit to a group that is not there says so.
    private const short GroupIdNotFoundVersionMin = 9;

    public OffsetCommitResponse Commit(in OffsetCommitRequest request, short version, Decision decision)
    {
        var committer = new OffsetCommitter(
            request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch, version, IsTransactional: false);
        groups.TryGet(request.GroupId, out Group? group);
        var error = CheckCommit(request.GroupId, group, committer);
        if (error == ErrorCode.None)
        {
            group ??= groups.GetOrAdd(request.GroupId);
            RenewSession(group, request.MemberId, decision);
        }

        var topics = new OffsetCommitResponse.OffsetCommitResponseTopic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++) topics[i] = Commit(request, request.Topics[i], group, committer, error, decision);
        if (group is not null && decision.Records.Count == 0) groups.RemoveIfUnused(group);
        return new OffsetCommitResponse { Topics = topics };
    }

    public OffsetFetchResponse.OffsetFetchResponseGroup Fetch(
        in OffsetFetchRequest.OffsetFetchRequestGroup request, bool isStableRequired)
    {
        groups.TryGet(request.GroupId, out Group? group);
        var error = group?.CheckFetch(request.MemberId, request.MemberEpoch) ?? ErrorCode.None;
        if (error != ErrorCode.None) return new() { GroupId = request.GroupId, ErrorCode = error };
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
        if (!groups.TryGet(request.GroupId, out Group? group)) return new OffsetDeleteResponse { ErrorCode = ErrorCode.GroupIdNotFound };
        if (group.CheckOffsetDeletion() is not ErrorCode.None and var error) return new OffsetDeleteResponse { ErrorCode = error };
        return new OffsetDeleteResponse { Topics = Array.ConvertAll(request.Topics, topic => DeleteTopic(group, topic, decision)) };
    }

    private static ErrorCode CheckCommit(string groupId, Group? group, in OffsetCommitter committer)
    {
        if (!WireText.Fits(groupId)) return ErrorCode.InvalidGroupId;
        if (group is not null) return group.CheckCommit(committer);
        if (committer.Epoch < 0) return ErrorCode.None;
        return committer.Version >= GroupIdNotFoundVersionMin ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration;
    }

    /// <summary>A commit is a sign of life as good as a heartbeat; while an assignment is awaited, none is expected.</summary>
    private void RenewSession(Group group, string memberId, Decision decision)
    {
        if (group is ClassicGroup { State: ClassicGroupState.Stable or ClassicGroupState.PreparingRebalance } classic
            && classic.Find(memberId) is { } member)
            rebalance.RenewSession(member, decision);
    }

    private OffsetCommitResponse.OffsetCommitResponseTopic Commit(
        in OffsetCommitRequest request,
        in OffsetCommitRequest.OffsetCommitRequestTopic topic,
        Group? group,
        in OffsetCommitter committer,
        ErrorCode groupError,
        Decision decision)
    {
        var partitions = new OffsetCommitResponse.OffsetCommitResponsePartition[topic.Partitions.Length];
        for (var i = 0; i < partitions.Length; i++)
        {
            var partition = topic.Partitions[i].PartitionIndex;
            var error = groupError;
            if (error == ErrorCode.None && group is not null) error = group.CheckCommit(committer, topic.TopicId, partition);
            if (error == ErrorCode.None) error = Commit(request, topic, topic.Partitions[i], decision);
            partitions[i] = new() { PartitionIndex = partition, ErrorCode = error };
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
        Group? group, OffsetFetchRequest.OffsetFetchRequestTopics topic, bool isStableRequired) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        Partitions = Array.ConvertAll(topic.PartitionIndexes, partition => Fetch(group, topic.Name, partition, isStableRequired)),
    };

    private OffsetFetchResponse.OffsetFetchResponsePartitions Fetch(Group? group, string topic, int partition, bool isStableRequired)
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

    private bool HasOffset(Group group, string topic, int partition) =>
        group.Offsets.TryGet(topic, partition, out _) || groups.Pending.Has(group.Id, topic, partition);

    private OffsetDeleteResponse.OffsetDeleteResponseTopic DeleteTopic(
        Group group, OffsetDeleteRequest.OffsetDeleteRequestTopic topic, Decision decision)
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
