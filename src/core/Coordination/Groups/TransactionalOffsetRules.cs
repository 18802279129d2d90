using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>TxnOffsetCommit: offsets that become valid with the producer's transaction (KIP-447).</summary>
internal sealed class TransactionalOffsetRules(GroupCoordinatorOptions options, GroupTable groups)
{
    // From here on (KIP-1319) a commit to a group that is not there says so.
    private const short GroupIdNotFoundVersionMin = 6;

    public TxnOffsetCommitResponse Commit(in TxnOffsetCommitRequest request, short version, Decision decision)
    {
        var error = Check(request, version);
        var topics = new TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic[request.Topics.Length];
        for (var i = 0; i < topics.Length; i++) topics[i] = Commit(request, request.Topics[i], error, decision);
        return new TxnOffsetCommitResponse { Topics = topics };
    }

    /// <summary>Versions before 3 name neither member nor generation: the transaction alone fences them.</summary>
    private ErrorCode Check(in TxnOffsetCommitRequest request, short version)
    {
        var generation = request.GenerationIdOrMemberEpoch;
        if (request.GroupId.Length == 0 || !WireText.Fits(request.GroupId)) return ErrorCode.InvalidGroupId;
        if (!groups.TryGet(request.GroupId, out var group))
        {
            if (generation < 0) return ErrorCode.None;
            return version >= GroupIdNotFoundVersionMin ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration;
        }

        if (generation < 0 && (group.State == GroupState.Empty || (request.MemberId.Length == 0 && request.GroupInstanceId is null)))
            return ErrorCode.None;
        var error = group.Check(request.MemberId, request.GroupInstanceId);
        if (error != ErrorCode.None) return error;
        return generation == group.Generation ? ErrorCode.None : ErrorCode.IllegalGeneration;
    }

    private TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic Commit(
        in TxnOffsetCommitRequest request, TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic topic, ErrorCode error, Decision decision)
    {
        var partitions = new TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition[topic.Partitions.Length];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = new()
            {
                PartitionIndex = topic.Partitions[i].PartitionIndex,
                ErrorCode = error == ErrorCode.None ? Commit(request.GroupId, topic, topic.Partitions[i], decision) : error,
            };
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
