using Levada.Metadata;
using Levada.Coordination.Transactions;
using Levada.Protocol;
using Levada.Runtime.Shards;

namespace Levada.Broker.Transactions;

/// <summary>The markers for partitions of this broker itself.</summary>
internal sealed class LocalMarkerSender(MarkerWriter writer) : IMarkerSender
{
    public Task<ErrorCode[]> SendAsync(MarkerWork work, IReadOnlyList<TopicPartition> partitions, CancellationToken cancellationToken)
    {
        var marker = new ShardMarker(
            work.ProducerId, work.ProducerEpoch.Value, work.CoordinatorEpoch, work.IsCommit, work.TransactionVersion >= TransactionVersions.EpochBump);
        return Task.WhenAll(partitions.Select(partition => writer.WriteAsync(partition, marker, cancellationToken)));
    }
}
