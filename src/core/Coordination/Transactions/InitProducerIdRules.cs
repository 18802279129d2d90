using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Transactions;

/// <summary>InitProducerId of a transactional producer: a new incarnation fences the ones before it (KIP-98, KIP-360).</summary>
internal sealed class InitProducerIdRules(TransactionWriter writer, int timeoutMsMax)
{
    public ProducerIdDependent<InitProducerIdResponse> Init(in InitProducerIdRequest request, Decision decision)
    {
        var id = request.TransactionalId ?? "";
        var hasExpected = request.ProducerId >= 0;
        if (id.Length == 0 || !RecordText.Fits(id) || hasExpected != request.ProducerEpoch >= 0) return Refused(ErrorCode.InvalidRequest);
        if (request.TransactionTimeoutMs <= 0 || request.TransactionTimeoutMs > timeoutMsMax) return Refused(ErrorCode.InvalidTransactionTimeout);
        if (!writer.Table.TryGet(id, out var entry)) return Create(id, request.TransactionTimeoutMs, decision);
        var expected = hasExpected ? (request.ProducerId, new ProducerEpoch(request.ProducerEpoch)) : ((long, ProducerEpoch)?)null;
        if (expected is { } claimed && !IsOwn(entry, claimed)) return Refused(ErrorCode.ProducerFenced);
        if (entry.Metadata.IsPrepared) return Refused(ErrorCode.ConcurrentTransactions);
        if (entry.Metadata.State == TransactionState.Ongoing) return Fence(entry, decision);
        return Restart(entry, expected?.Item2, request.TransactionTimeoutMs, decision);
    }

    private ProducerIdDependent<InitProducerIdResponse> Create(string id, int timeoutMs, Decision decision)
    {
        if (!writer.HasProducerId) return new ProducerIdDependent<InitProducerIdResponse>(true, default);
        var created = new TransactionMetadata
        {
            ProducerId = writer.TakeProducerId(), Epoch = new ProducerEpoch(0), TimeoutMs = timeoutMs, LastUpdateMs = decision.NowMs,
        };
        writer.Write(id, created, decision);
        return Granted(created);
    }

    /// <summary>The id of now, or the one before where its last epoch was used up and the answer to that may be lost.</summary>
    private static bool IsOwn(TransactionEntry entry, (long ProducerId, ProducerEpoch Epoch) claimed) =>
        claimed.ProducerId == entry.Metadata.ProducerId
        || (claimed.ProducerId == entry.Metadata.PreviousProducerId && TransactionMetadata.IsExhausted(claimed.Epoch));

    /// <summary>The open transaction is aborted first, as Kafka does whatever epoch is claimed; who comes again hears whether it is fenced.</summary>
    private ProducerIdDependent<InitProducerIdResponse> Fence(TransactionEntry entry, Decision decision) => writer.TryFenceAndAbort(entry, decision)
        ? Refused(ErrorCode.ConcurrentTransactions)
        : new ProducerIdDependent<InitProducerIdResponse>(true, default);

    private ProducerIdDependent<InitProducerIdResponse> Restart(TransactionEntry entry, ProducerEpoch? expected, int timeoutMs, Decision decision)
    {
        var metadata = entry.Metadata;
        if (expected is { } epoch && epoch != metadata.Epoch)
        {
            // The first answer was lost; nobody else came since, or the last epoch would be unknown.
            if (epoch == entry.LastEpoch) return Write(entry, metadata.Initialized(metadata.Epoch, timeoutMs, decision.NowMs), decision);
            return Refused(ErrorCode.ProducerFenced);
        }

        if (metadata.IsEpochExhausted && !writer.HasProducerId) return new ProducerIdDependent<InitProducerIdResponse>(true, default);
        entry.LastEpoch = expected ?? ProducerEpoch.None;
        return Write(
            entry,
            metadata.IsEpochExhausted
                ? metadata.Initialized(new ProducerEpoch(0), timeoutMs, decision.NowMs) with { ProducerId = writer.TakeProducerId() }
                : metadata.Initialized(metadata.NextEpoch, timeoutMs, decision.NowMs),
            decision);
    }

    private InitProducerIdResponse Write(TransactionEntry entry, TransactionMetadata initialized, Decision decision)
    {
        writer.Write(entry.TransactionalId, initialized, decision);
        return Granted(initialized);
    }

    private static InitProducerIdResponse Granted(TransactionMetadata metadata) =>
        new() { ProducerId = metadata.ProducerId, ProducerEpoch = metadata.Epoch.Value };

    private static InitProducerIdResponse Refused(ErrorCode error) => new() { ErrorCode = error, ProducerId = -1, ProducerEpoch = -1 };
}
