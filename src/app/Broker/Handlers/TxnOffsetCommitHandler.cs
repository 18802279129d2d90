using Levada.Broker.Data;
using Levada.Broker.Groups;
using Levada.Broker.Transactions;
using Levada.Coordination.Groups;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Runtime.Shards;

namespace Levada.Broker.Handlers;

/// <summary>Commits offsets of a group as part of a transaction (KIP-98, KIP-447); from version 5 on the group's partition joins it here (KIP-890).</summary>
[KafkaApi(ApiKey.TxnOffsetCommit, 0, 6)]
internal sealed class TxnOffsetCommitHandler(GroupService groups, TransactionVerifier verifier, PartitionRegistry partitions)
    : IRequestHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse>
{
    private const short FirstVersionWithLoading = 2;
    private const short FirstVersionWithAbortable = 4;
    private const short FirstBumpingVersion = 5;

    public async ValueTask<TxnOffsetCommitResponse> HandleAsync(
        TxnOffsetCommitRequest request, RequestContext context, CancellationToken cancellationToken)
    {
        var asked = request.Topics;
        var refusals = new List<TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic>();
        var known = new List<TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic>();
        foreach (var topic in asked)
        {
            var completed = topic;
            var error = OffsetTopicIds.Complete(ref completed, context.Version, groups);
            if (error == ErrorCode.None) known.Add(completed);
            else refusals.Add(Fail(topic, error));
        }

        request.Topics = [.. known];
        var topics = known.Count == 0 ? [] : await CommitAsync(request, context.Version);
        return new() { Topics = [.. topics, .. refusals] };
    }

    private async Task<TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic[]> CommitAsync(TxnOffsetCommitRequest request, short version)
    {
        var isBumping = verifier.IsBumping(version >= FirstBumpingVersion);
        var (error, guard) = await VerifyAsync(request, version, isBumping);
        if (error == ErrorCode.None)
        {
            var producer = new ShardProducer(request.ProducerId, request.ProducerEpoch, guard, verifier.IsRequired(isBumping), isBumping);
            var reply = await groups.DecideInTransactionAsync(request.GroupId, producer, (group, decision) => group.TxnOffsetCommit(request, version, decision));
            if (reply.Error == ErrorCode.None) return reply.Response.Topics;
            error = reply.Error;
        }

        // The oldest transactional clients know no loading coordinator.
        if (error == ErrorCode.CoordinatorLoadInProgress && version < FirstVersionWithLoading) error = ErrorCode.CoordinatorNotAvailable;
        return Array.ConvertAll(request.Topics, topic => Fail(topic, error));
    }

    /// <summary>Makes sure that the group's partition belongs to the transaction.</summary>
    private async Task<(ErrorCode Error, long Guard)> VerifyAsync(TxnOffsetCommitRequest request, short version, bool isBumping)
    {
        var partition = new TopicPartition(TopicNames.ConsumerOffsets, groups.PartitionOf(request.GroupId));
        if (partitions.Find(partition) is not { } hosted) return (ErrorCode.NotCoordinator, 0);
        if (!verifier.IsRequired(isBumping)) return (ErrorCode.None, 0);
        var epoch = new ProducerEpoch(request.ProducerEpoch);
        var start = verifier.Begin(hosted, request.ProducerId, epoch, -1, isBumping);
        if (start.Error != ErrorCode.None || !start.IsNeeded) return (start.Error, start.Guard);
        var answers = await verifier.AskAsync(
            request.TransactionalId, request.ProducerId, epoch, [partition], isBumping, version >= FirstVersionWithAbortable);
        var error = answers[partition];
        if (error != ErrorCode.None) verifier.End(partition, request.ProducerId, start.Guard, error);
        // To this request a coordinator that cannot be asked is one of its own kind.
        return (error == ErrorCode.NotEnoughReplicas ? ErrorCode.CoordinatorNotAvailable : error, start.Guard);
    }

    private static TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic Fail(
        TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic topic, ErrorCode error) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        Partitions = Array.ConvertAll(topic.Partitions, partition => new TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition
        {
            PartitionIndex = partition.PartitionIndex, ErrorCode = error,
        }),
    };
}
