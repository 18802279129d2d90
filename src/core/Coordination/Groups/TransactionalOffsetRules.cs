using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>TxnOffsetCommit: offsets that become valid with the producer's transaction (KIP-447).</summary>
internal sealed class TransactionalOffsetRules(GroupCoordinatorOptions options, GroupTable groups)
{
    // From here on (KIP-1319) clients know the errors of today's groups.
    private const short PlainErrorsVersionMin = 6;

    public TxnOffsetCommitResponse Commit(in TxnOffsetCommitRequest request, short version, Decision decision)
    {
        var committer = new OffsetCommitter(
            request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch, version, IsTransactional: true);
        groups.TryGet(request.GroupId, out Group? group);
        var error = ForVersion(Check(request.GroupId, group, committer), version);
        var topics = new TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++) topics[i] = Commit(request, request.Topics[i], (group, committer, error), decision);
        return new TxnOffsetCommitResponse { Topics = topics };
    }

    private static ErrorCode Check(string groupId, Group? group, in OffsetCommitter committer)
    {
        if (groupId.Length == 0 || !WireText.Fits(groupId)) return ErrorCode.InvalidGroupId;
        if (group is not null) return group.CheckCommit(committer);
        return committer.Epoch < 0 ? ErrorCode.None : ErrorCode.GroupIdNotFound;
    }

    /// <summary>Older clients know the errors of classic groups only.</summary>
    private static ErrorCode ForVersion(ErrorCode error, short version) =>
        error is ErrorCode.GroupIdNotFound or ErrorCode.StaleMemberEpoch && version < PlainErrorsVersionMin ? ErrorCode.IllegalGeneration : error;

    private TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic Commit(
        in TxnOffsetCommitRequest request,
        TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic topic,
        (Group? Group, OffsetCommitter Committer, ErrorCode Error) admission,
        Decision decision)
    {
        var partitions = new TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition[topic.Partitions.Length];
        for (var i = 0; i < partitions.Length; i++)
        {
            var partition = topic.Partitions[i].PartitionIndex;
            var error = admission.Error;
            if (error == ErrorCode.None && admission.Group is { } group)
                error = ForVersion(group.CheckCommit(admission.Committer, topic.TopicId, partition), admission.Committer.Version);
            if (error == ErrorCode.None) error = Commit(request.GroupId, topic, topic.Partitions[i], decision);
            partitions[i] = new() { PartitionIndex = partition, ErrorCode = error };
        }

        return new() { Name = topic.Name, TopicId = topic.TopicId, Partitions = partitions };
    }

    private ErrorCode Commit(
        string groupId,
        in TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic topic,
        in TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition partition,
        Decision decision)
    {
        var metadata = partition.CommittedMetadata ?? "";
        if (!WireText.Fits(topic.Name)) return ErrorCode.InvalidTopicException;
        if (metadata.Length > options.OffsetMetadataLengthMax || !WireText.Fits(metadata)) return ErrorCode.OffsetMetadataTooLarge;
        var offset = new CommittedOffset(
            partition.CommittedOffset, new LeaderEpoch(partition.CommittedLeaderEpoch), metadata, decision.NowMs, -1, topic.TopicId);
        decision.Append(GroupRecords.Offset(groupId, topic.Name, partition.PartitionIndex, offset, options.OffsetValueVersion));
        return ErrorCode.None;
    }
}
