using Levada.Protocol;

namespace Levada.Coordination.Transactions;

/// <summary>What all rules have in common: writing a change, and preparing an end.</summary>
/// <param name="transactionVersion">The finalized level of transaction.version: 0, 1 or 2.</param>
internal sealed class TransactionWriter(TransactionTable table, int coordinatorEpoch, Func<short> transactionVersion)
{
    /// <summary>The first level whose transactions each have an epoch of their own (KIP-890).</summary>
    public const short EpochBumpVersion = 2;

    private readonly Queue<long> _producerIds = new();

    public TransactionTable Table { get; } = table;

    /// <summary>The version that ends without a client's request follow.</summary>
    public short ServerVersion => transactionVersion();

    public bool HasProducerId => _producerIds.Count > 0;

    public void Supply(long producerId) => _producerIds.Enqueue(producerId);

    public long TakeProducerId() => _producerIds.Dequeue();

    public void Write(string transactionalId, TransactionMetadata metadata, Decision decision) => decision.Append(
        TransactionRecords.Of(transactionalId, metadata, Math.Min(transactionVersion(), TransactionRecords.FlexibleVersion)));

    /// <summary>Decides the end of a transaction: the markers follow.</summary>
    /// <param name="epoch">The epoch of the markers.</param>
    public TransactionMetadata Prepare(
        TransactionEntry entry, bool isCommit, ProducerEpoch epoch, short clientVersion, long nextProducerId, Decision decision)
    {
        var prepared = entry.Metadata.Prepared(isCommit, epoch, clientVersion, nextProducerId, decision.NowMs);
        Write(entry.TransactionalId, prepared, decision);
        decision.Emit(WorkOf(entry.TransactionalId, prepared));
        return prepared;
    }

    /// <summary>Takes the transaction from its producer and aborts it; false where only a fresh producer id would allow that.</summary>
    public bool TryFenceAndAbort(TransactionEntry entry, Decision decision)
    {
        var metadata = entry.Metadata;
        var isBumping = ServerVersion >= EpochBumpVersion;
        var isRotating = isBumping && metadata.IsEpochExhausted;
        if (isRotating && !HasProducerId) return false;
        // An end of version 2 is a bump that the producer may hear of; the older fence is nobody's to return to.
        entry.LastEpoch = isBumping ? metadata.Epoch : ProducerEpoch.None;
        Prepare(
            entry, false, metadata.NextEpoch, isBumping ? EpochBumpVersion : (short)0, isRotating ? TakeProducerId() : -1, decision);
        return true;
    }

    public MarkerWork WorkOf(string transactionalId, TransactionMetadata metadata) => new(
        transactionalId,
        metadata.ProducerId,
        metadata.Epoch,
        coordinatorEpoch,
        metadata.State == TransactionState.PrepareCommit,
        metadata.ClientVersion,
        metadata.Partitions);
}
