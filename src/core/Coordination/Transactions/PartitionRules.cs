using Levada.Protocol;

namespace Levada.Coordination.Transactions;

/// <summary>Adds partitions to a transaction, and tells partitions whether they belong to one.</summary>
internal sealed class PartitionRules(TransactionWriter writer)
{
    /// <param name="clientVersion">2 where the partition's leader asks because of a produce request; else 0.</param>
    public ErrorCode Add(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> partitions, short clientVersion, Decision decision)
    {
        var error = Check(transactionalId, producerId, epoch, out var entry);
        if (error != ErrorCode.None) return error;
        var metadata = entry!.Metadata;
        if (metadata.State == TransactionState.Ongoing && partitions.All(metadata.Partitions.Contains)) return ErrorCode.None;
        writer.Write(transactionalId, metadata.WithPartitions(TransactionMetadata.SetOf(partitions), clientVersion, decision.NowMs), decision);
        return ErrorCode.None;
    }

    /// <returns>For each partition none, or TRANSACTION_ABORTABLE where it does not belong to the open transaction.</returns>
    public IReadOnlyDictionary<TopicPartition, ErrorCode> Verify(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> partitions)
    {
        var error = Check(transactionalId, producerId, epoch, out var entry);
        return partitions.Distinct().ToDictionary(
            partition => partition,
            partition => error != ErrorCode.None || entry!.Metadata.Partitions.Contains(partition) ? error : ErrorCode.TransactionAbortable);
    }

    private ErrorCode Check(string transactionalId, long producerId, ProducerEpoch epoch, out TransactionEntry? entry)
    {
        entry = null;
        if (transactionalId.Length == 0) return ErrorCode.InvalidRequest;
        if (!writer.Table.TryGet(transactionalId, out entry)) return ErrorCode.InvalidProducerIdMapping;
        var metadata = entry.Metadata;
        // The producer may know its next id already while the markers of the transaction before it are on their way.
        if (metadata.IsPrepared && producerId == metadata.NextProducerId && epoch.Value == 0) return ErrorCode.ConcurrentTransactions;
        if (metadata.ProducerId != producerId) return ErrorCode.InvalidProducerIdMapping;
        if (metadata.Epoch != epoch) return ErrorCode.ProducerFenced;
        return metadata.IsPrepared ? ErrorCode.ConcurrentTransactions : ErrorCode.None;
    }
}
