using System.Runtime.InteropServices;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Producers;

/// <summary>The producers of one partition: duplicates, fencing, sequences, and the transactions that are open.</summary>
/// <remarks>Kept by replaying batches in offset order, live and at recovery alike. Source: KIP-98, KIP-360, KIP-890.</remarks>
internal sealed class ProducerStates
{
    private readonly Dictionary<long, ProducerEntry> _entries = [];

    public OpenTransactions Transactions { get; } = new();
    public Verifications Verifications { get; } = new();

    public int Count => _entries.Count;

    /// <summary>The producers in the order of their ids.</summary>
    public IEnumerable<ProducerEntry> Entries => _entries.Values.OrderBy(entry => entry.ProducerId);

    /// <summary>Begins a transaction's verification, unless the transaction is open here already.</summary>
    public VerificationStart BeginVerification(long producerId, ProducerEpoch epoch, int sequence, bool isVersion2, long nowMs)
    {
        if (_entries.TryGetValue(producerId, out var entry))
        {
            if (epoch < entry.Epoch) return new(ErrorCode.InvalidProducerEpoch, 0);
            if (entry.HasTransaction && epoch == entry.Epoch) return default;
        }

        return Verifications.Begin(producerId, epoch, sequence, isVersion2, nowMs);
    }

    /// <summary>Decides on a batch before it gets an offset: on one of data, on a marker, or on one without a producer.</summary>
    public ProducerCheck Check(ReadOnlySpan<byte> batch, in RecordBatchHeader header, in AppendContext context)
    {
        if (!header.HasProducerId) return ProducerCheck.Accepted;
        if (!header.IsControl) return Check(header, context);
        return TransactionMarker.TryRead(batch, out var marker) ? CheckMarker(header, marker, context) : ProducerCheck.Accepted;
    }

    /// <summary>Decides on a data batch with a producer id, before it gets an offset.</summary>
    public ProducerCheck Check(in RecordBatchHeader batch, in AppendContext context)
    {
        _entries.TryGetValue(batch.ProducerId, out var entry);
        var isFromClient = context.Origin == AppendOrigin.Client;
        if (isFromClient && entry is not null
            && entry.TryFindDuplicate(batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence, out var original))
            return ProducerCheck.Duplicate(original);
        if (batch.IsTransactional && !IsVerified(batch, entry, context))
            return ProducerCheck.Refused(ErrorCode.InvalidTxnState, "The coordinator has not confirmed the transaction.");
        if (isFromClient && SequenceFault(batch, entry, context.IsTransactionVersion2) is { } fault)
            return ProducerCheck.Refused(ErrorCode.OutOfOrderSequenceNumber, fault);
        if (entry is null) return ProducerCheck.Accepted;
        if (batch.ProducerEpoch < entry.Epoch)
            return ProducerCheck.Refused(ErrorCode.InvalidProducerEpoch, "A later incarnation of the producer has written.");
        return entry.HasTransaction && !batch.IsTransactional
            ? ProducerCheck.Refused(ErrorCode.InvalidTxnState, "The producer has an open transaction on the partition.")
            : ProducerCheck.Accepted;
    }

    /// <summary>Decides on the marker that ends a transaction.</summary>
    public ProducerCheck CheckMarker(in RecordBatchHeader batch, TransactionMarker marker, in AppendContext context)
    {
        if (!_entries.TryGetValue(batch.ProducerId, out var entry)) return ProducerCheck.Accepted;
        // Since version 2 every end of a transaction bumps the epoch: the same epoch again is a retry, or comes too late.
        var isStale = context.IsTransactionVersion2
            ? batch.ProducerEpoch < entry.Epoch || (batch.ProducerEpoch == entry.Epoch && entry.HasTransaction)
            : batch.ProducerEpoch < entry.Epoch;
        if (isStale)
            return ProducerCheck.Refused(ErrorCode.InvalidProducerEpoch, "The marker is of an earlier incarnation of the producer.");
        return entry.CoordinatorEpoch > marker.CoordinatorEpoch
            ? ProducerCheck.Refused(ErrorCode.TransactionCoordinatorFenced, "A later coordinator has written a marker.")
            : ProducerCheck.Accepted;
    }

    /// <summary>Takes in a data batch that has its place.</summary>
    public void Apply(in RecordBatchHeader batch, LogPosition position)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, batch.ProducerId, out _);
        entry ??= new(batch.ProducerId);
        entry.MoveToEpoch(batch.ProducerEpoch);
        if (batch.BaseSequence >= 0) entry.Add(ProducerBatch.Of(batch));
        entry.LastTimestampMs = batch.MaxTimestamp;
        if (batch.IsTransactional) Verifications.Remove(batch.ProducerId);
        if (!batch.IsTransactional || entry.HasTransaction) return;
        entry.TransactionFirstOffset = batch.BaseOffset;
        entry.TransactionStart = position;
        Transactions.Begin(position);
    }

    /// <summary>Takes in a marker; tells of the transaction that it aborted, if it aborted one.</summary>
    public AbortedTransaction? ApplyMarker(in RecordBatchHeader batch, TransactionMarker marker)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, batch.ProducerId, out _);
        entry ??= new(batch.ProducerId);
        entry.MoveToEpoch(batch.ProducerEpoch);
        Verifications.OnMarker(batch.ProducerId, batch.ProducerEpoch);
        entry.CoordinatorEpoch = marker.CoordinatorEpoch;
        entry.LastTimestampMs = batch.MaxTimestamp;
        if (!entry.HasTransaction) return null;
        var firstOffset = entry.TransactionFirstOffset;
        entry.TransactionFirstOffset = ProducerEntry.NoTransaction;
        Transactions.End(firstOffset, batch.LastOffset);
        var lastStableOffset = Transactions.FirstOngoingOffset ?? batch.LastOffset + 1;
        return marker.IsAbort ? new(batch.ProducerId, firstOffset, batch.LastOffset, lastStableOffset) : null;
    }

    /// <summary>Puts back an entry that a snapshot holds.</summary>
    public void Restore(ProducerEntry entry)
    {
        _entries[entry.ProducerId] = entry;
        if (entry.HasTransaction) Transactions.Begin(LogPosition.At(entry.TransactionFirstOffset));
    }

    /// <summary>Puts back a producer whose batches are gone from the log, or what it sent where only its marker is left.</summary>
    public void RestoreSilent(ProducerEntry entry)
    {
        if (!_entries.TryGetValue(entry.ProducerId, out var known)) Restore(entry);
        else if (!known.HasBatches && entry.HasBatches && known.Epoch == entry.Epoch) known.Add(entry.LastBatch);
    }

    /// <summary>Forgets producers without an open transaction that have been silent for longer than the given time.</summary>
    public void RemoveExpired(long nowMs, long expirationMs)
    {
        foreach (var (id, entry) in _entries)
        {
            if (!entry.HasTransaction && nowMs - entry.LastTimestampMs >= expirationMs) _entries.Remove(id);
        }

        Verifications.RemoveExpired(nowMs, expirationMs);
    }

    public void Clear()
    {
        _entries.Clear();
        Transactions.Clear();
        Verifications.Clear();
    }

    /// <summary>A transaction's first batch needs a confirmed guard; what comes from an older epoch is refused for that.</summary>
    private bool IsVerified(in RecordBatchHeader batch, ProducerEntry? entry, in AppendContext context) =>
        !context.IsVerificationRequired
        || (entry is not null && (batch.ProducerEpoch < entry.Epoch || (entry.HasTransaction && batch.ProducerEpoch == entry.Epoch)))
        || Verifications.IsConfirmed(batch.ProducerId, batch.ProducerEpoch, context.VerificationGuard);

    /// <summary>What is wrong with a batch's sequence, or null.</summary>
    private string? SequenceFault(in RecordBatchHeader batch, ProducerEntry? entry, bool isVersion2)
    {
        if (batch.IsTransactional && Verifications.IsOvertaking(batch.ProducerId, batch.BaseSequence))
            return "An earlier batch of the producer is still being verified.";
        if (entry is null)
            return isVersion2 && batch is { IsTransactional: true, BaseSequence: not 0 }
                ? "An unknown producer of transaction version 2 must begin at sequence 0."
                : null;
        return batch.ProducerEpoch >= entry.Epoch && !IsInSequence(entry, batch) ? "The batch does not follow the producer's last one." : null;
    }

    private static bool IsInSequence(ProducerEntry entry, in RecordBatchHeader batch)
    {
        if (entry.Epoch == ProducerEpoch.None) return true;
        if (batch.ProducerEpoch != entry.Epoch) return batch.BaseSequence == 0;
        var last = entry.LastSequence;
        return batch.BaseSequence == last + 1L || (batch.BaseSequence == 0 && last == int.MaxValue);
    }
}
