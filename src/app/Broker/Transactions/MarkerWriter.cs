using Levada.Broker.Coordinators;
using Levada.Broker.Data;
using Levada.Coordination.Groups;
using Levada.Log;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Records;
using Levada.Runtime.Shards;

namespace Levada.Broker.Transactions;

/// <summary>Writes the markers that end transactions on partitions of this broker, and waits until they are committed.</summary>
internal sealed class MarkerWriter(
    PartitionRegistry partitions, PartitionAppender appender, CoordinatorService<GroupCoordinator> groups, BrokerClock clock)
{
    /// <returns>None once the marker is committed; else why it is not.</returns>
    public async Task<ErrorCode> WriteAsync(TopicPartition id, ShardMarker marker, CancellationToken cancellationToken)
    {
        if (partitions.Find(id) is not { } hosted) return ErrorCode.UnknownTopicOrPartition;
        // Offsets that were committed in the transaction become valid with the marker: the coordinator must see it in order.
        if (id.Topic == TopicNames.ConsumerOffsets) return OfGroups(await groups.EndTransactionAsync(id.Partition, marker));
        var error = Append(hosted, marker, out var endOffset);
        return error == ErrorCode.None ? await CommitWait.UntilAsync(hosted, endOffset, cancellationToken) : error;
    }

    private ErrorCode Append(HostedPartition hosted, ShardMarker marker, out long endOffset)
    {
        var batch = new FrameBuffer();
        try
        {
            ControlRecords.WriteEndTransaction(
                new RecordBatchBuilder(),
                batch,
                marker.IsCommit,
                new EndTransactionMarker(marker.CoordinatorEpoch),
                marker.ProducerId,
                new ProducerEpoch(marker.ProducerEpoch),
                clock.NowMs);
            return appender.AppendInternal(hosted, batch.Written, new TransactionCheck(marker.IsVersion2, false, 0), out endOffset);
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>A transaction coordinator knows what to do with a partition that has no leader, not with a group coordinator's state.</summary>
    private static ErrorCode OfGroups(ErrorCode error) =>
        error is ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress or ErrorCode.NotCoordinator
            ? ErrorCode.NotLeaderOrFollower
            : error;
}
