using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Transactions;

/// <summary>EndTxn, and what follows when the markers are written.</summary>
internal sealed class EndTransactionRules(TransactionWriter writer, DeadlineQueue deadlines, int holdMs)
{
    // The last epoch that a client is given before its producer id changes.
    private const short LastClientEpoch = short.MaxValue - 1;

    /// <summary>Decides an end; the answer comes through the decision, when the markers are written or a moment later.</summary>
    /// <param name="isBumping">Whether the client follows version 2.</param>
    public void End(in EndTxnRequest request, bool isBumping, Decision decision, long token)
    {
        var error = Check(request, isBumping, out var entry);
        if (error != ErrorCode.None)
        {
            Answer(decision, token, error, -1, -1);
            return;
        }

        var metadata = entry!.Metadata;
        if (IsAnsweredAlready(request, isBumping, metadata)) Answer(decision, token, ErrorCode.None, metadata.ProducerId, metadata.Epoch.Value);
        else if (isBumping && metadata.IsEpochExhausted && !writer.HasProducerId)
            decision.Complete(token, new ProducerIdDependent<EndTxnResponse>(true, default));
        else Prepare(request.Committed, isBumping, entry, decision, token);
    }

    /// <summary>The markers of a prepared transaction are written.</summary>
    /// <returns>INVALID_TXN_STATE where the transaction is not the prepared one any more.</returns>
    public ErrorCode Complete(string transactionalId, long producerId, ProducerEpoch epoch, Decision decision)
    {
        if (!writer.Table.TryGet(transactionalId, out var entry)) return ErrorCode.InvalidTxnState;
        var metadata = entry.Metadata;
        if (!metadata.IsPrepared || metadata.ProducerId != producerId || metadata.Epoch != epoch) return ErrorCode.InvalidTxnState;
        writer.Write(transactionalId, metadata.Completed(decision.NowMs), decision);
        if (entry.Held is not { } held) return ErrorCode.None;
        DeadlineQueue.Clear(held.Deadline);
        entry.Held = null;
        decision.Complete(held.Token, held.Response);
        return ErrorCode.None;
    }

    private ErrorCode Check(in EndTxnRequest request, bool isBumping, out TransactionEntry? entry)
    {
        entry = null;
        if (request.TransactionalId.Length == 0) return ErrorCode.InvalidRequest;
        if (!writer.Table.TryGet(request.TransactionalId, out entry)) return ErrorCode.InvalidProducerIdMapping;
        var metadata = entry.Metadata;
        // An end that bumps has its client's next epoch, maybe with the next producer id, on the way: nothing can be compared before it has ended.
        if (isBumping && metadata.IsPrepared) return ErrorCode.ConcurrentTransactions;
        if (metadata.ProducerId != request.ProducerId && !(isBumping && IsRetryOverRotation(request, metadata)))
            return ErrorCode.InvalidProducerIdMapping;
        if (!IsEpochValid(request, isBumping, metadata)) return ErrorCode.ProducerFenced;
        if (metadata.IsPrepared) return ErrorCode.ConcurrentTransactions;
        if (isBumping && IsAbortedByCoordinator(request, metadata)) return ErrorCode.ProducerFenced;
        return IsStateValid(request.Committed, isBumping, IsRetry(request, metadata), metadata) ? ErrorCode.None : ErrorCode.InvalidTxnState;
    }

    /// <summary>With version 2 the same epoch means the next transaction; a retry comes with the epoch before.</summary>
    private static bool IsEpochValid(in EndTxnRequest request, bool isBumping, TransactionMetadata metadata)
    {
        var isSame = request.ProducerEpoch == metadata.Epoch.Value;
        return isSame || (isBumping && metadata.IsComplete && IsRetry(request, metadata));
    }

    /// <summary>A client that asks again asks for the same; who meant to commit what is aborted now met the time-out, and may start anew (KAFKA-20785).</summary>
    private static bool IsAbortedByCoordinator(in EndTxnRequest request, TransactionMetadata metadata) =>
        request.Committed && metadata.State == TransactionState.CompleteAbort && IsRetry(request, metadata);

    private static bool IsStateValid(bool isCommit, bool isBumping, bool isRetry, TransactionMetadata metadata) => metadata.State switch
    {
        TransactionState.Ongoing => true,
        // A version 2 producer that wrote nothing may still abort, and so be sure of its epoch.
        TransactionState.Empty => isBumping && !isCommit,
        TransactionState.CompleteCommit => isBumping ? isCommit == isRetry : isCommit,
        _ => !isCommit,
    };

    private static bool IsAnsweredAlready(in EndTxnRequest request, bool isBumping, TransactionMetadata metadata) =>
        metadata.IsComplete && (!isBumping || IsRetry(request, metadata));

    private static bool IsRetry(in EndTxnRequest request, TransactionMetadata metadata) =>
        IsRetryOverBump(request, metadata) || IsRetryOverRotation(request, metadata);

    private static bool IsRetryOverBump(in EndTxnRequest request, TransactionMetadata metadata) =>
        metadata.ProducerId == request.ProducerId && metadata.Epoch.Value == request.ProducerEpoch + 1;

    private static bool IsRetryOverRotation(in EndTxnRequest request, TransactionMetadata metadata) =>
        metadata.IsComplete && metadata.PreviousProducerId == request.ProducerId && metadata.ProducerId != request.ProducerId
        && request.ProducerEpoch == LastClientEpoch && metadata.Epoch.Value == 0;

    private void Prepare(bool isCommit, bool isBumping, TransactionEntry entry, Decision decision, long token)
    {
        var metadata = entry.Metadata;
        var nextProducerId = isBumping && metadata.IsEpochExhausted ? writer.TakeProducerId() : -1;
        // With a fence on its way to the highest epoch there is nothing left to bump.
        var epoch = isBumping && metadata.Epoch.Value < short.MaxValue ? metadata.NextEpoch : metadata.Epoch;
        if (isBumping) entry.LastEpoch = metadata.Epoch;
        var version = isBumping ? TransactionWriter.EpochBumpVersion : (short)0;
        var prepared = writer.Prepare(entry, isCommit, epoch, version, nextProducerId, decision);
        Hold(entry, prepared.Completed(decision.NowMs), decision, token);
    }

    private void Hold(TransactionEntry entry, TransactionMetadata completed, Decision decision, long token)
    {
        object response = ResponseOf(ErrorCode.None, completed.ProducerId, completed.Epoch.Value);
        var deadline = new Deadline(due =>
        {
            if (entry.Held?.Token != token) return;
            entry.Held = null;
            due.Complete(token, response);
        });
        entry.Held = new HeldEndTxn(token, response, deadline);
        deadlines.Set(deadline, decision.ElapsedMs + holdMs);
    }

    private static void Answer(Decision decision, long token, ErrorCode error, long producerId, short epoch) =>
        decision.Complete(token, ResponseOf(error, producerId, epoch));

    private static ProducerIdDependent<EndTxnResponse> ResponseOf(ErrorCode error, long producerId, short epoch) =>
        new EndTxnResponse { ErrorCode = error, ProducerId = producerId, ProducerEpoch = epoch };
}
