using System.Text.RegularExpressions;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Transactions;

/// <summary>The transactions whose ids map to one partition of <c>__transaction_state</c>.</summary>
/// <remarks>
/// Requests leave records; a transaction that is prepared also leaves a <see cref="MarkerWork"/> among the decision's effects, and so
/// does every prepared transaction that loading finds. Whoever has written its markers says so by <see cref="Complete"/>. Fresh
/// producer ids come from outside by <see cref="SupplyProducerId"/>. One caller at a time. Source: KIP-98, KIP-360, KIP-588, KIP-890.
/// </remarks>
public sealed class TransactionCoordinator : ICoordinator
{
    private readonly TransactionCoordinatorOptions _options;
    private readonly TransactionTable _table = new();
    private readonly DeadlineQueue _deadlines = new();
    private readonly TransactionWriter _writer;
    private readonly InitProducerIdRules _inits;
    private readonly PartitionRules _partitions;
    private readonly EndTransactionRules _ends;
    private readonly TransactionQueries _queries;
    private readonly Deadline _timeoutCheck;
    private readonly Deadline _idExpirationCheck;

    /// <param name="coordinatorEpoch">The leader epoch of the partition: markers carry it.</param>
    /// <param name="transactionVersion">The finalized level of transaction.version.</param>
    public TransactionCoordinator(TransactionCoordinatorOptions options, int coordinatorEpoch, Func<short> transactionVersion)
    {
        _options = options;
        _writer = new TransactionWriter(_table, coordinatorEpoch, transactionVersion);
        _inits = new InitProducerIdRules(_writer, options.TimeoutMsMax);
        _partitions = new PartitionRules(_writer);
        _ends = new EndTransactionRules(_writer, _deadlines, options.EndTxnHoldMs);
        _queries = new TransactionQueries(_table);
        _timeoutCheck = new Deadline(AbortTimedOut);
        _idExpirationCheck = new Deadline(RemoveExpired);
    }

    /// <inheritdoc/>
    public long NextDeadlineMs => _deadlines.NextMs;

    /// <summary>Records passed over because they are malformed or of an unknown version.</summary>
    public int SkippedRecordCount { get; private set; }

    /// <summary>Leaves a fresh producer id for the next decision that needs one.</summary>
    public void SupplyProducerId(long producerId) => _writer.Supply(producerId);

    /// <summary>Gives a transactional producer its id and epoch, and fences the incarnations before it.</summary>
    public ProducerIdDependent<InitProducerIdResponse> InitProducerId(in InitProducerIdRequest request, Decision decision)
    {
        var response = _inits.Init(request, decision);
        Schedule(decision);
        return response;
    }

    /// <summary>Adds partitions to the producer's transaction, and begins it with the first.</summary>
    /// <param name="clientVersion">2 where a partition's leader asks because of a produce request, else 0.</param>
    public ErrorCode AddPartitions(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> partitions, short clientVersion, Decision decision)
    {
        var error = _partitions.Add(transactionalId, producerId, epoch, partitions, clientVersion, decision);
        Schedule(decision);
        return error;
    }

    /// <summary>Tells whether partitions belong to the producer's open transaction (KIP-890).</summary>
    public IReadOnlyDictionary<TopicPartition, ErrorCode> VerifyPartitions(
        string transactionalId, long producerId, ProducerEpoch epoch, IReadOnlyCollection<TopicPartition> partitions) =>
        _partitions.Verify(transactionalId, producerId, epoch, partitions);

    /// <summary>Commits or aborts; answers with a <see cref="ProducerIdDependent{TResponse}"/> of <see cref="EndTxnResponse"/>.</summary>
    /// <param name="isBumping">Whether the client follows version 2: its epoch rises with the end.</param>
    public void EndTxn(in EndTxnRequest request, bool isBumping, Decision decision, long token) => _ends.End(request, isBumping, decision, token);

    /// <summary>The markers of a prepared transaction are written.</summary>
    /// <returns>INVALID_TXN_STATE where the transaction is not the prepared one any more.</returns>
    public ErrorCode Complete(MarkerWork work, Decision decision) =>
        _ends.Complete(work.TransactionalId, work.ProducerId, work.ProducerEpoch, decision);

    /// <summary>What is still to be written for a transactional id, or null.</summary>
    public MarkerWork? FindMarkerWork(string transactionalId) =>
        _table.TryGet(transactionalId, out var entry) && entry.Metadata.IsPrepared ? _writer.WorkOf(transactionalId, entry.Metadata) : null;

    public DescribeTransactionsResponse.TransactionStateData Describe(string transactionalId) => _queries.Describe(transactionalId);

    /// <summary>The answer for a transactional id that cannot be looked up.</summary>
    public static DescribeTransactionsResponse.TransactionStateData Undescribed(string transactionalId, ErrorCode error) =>
        TransactionQueries.Failed(transactionalId, error);

    /// <param name="pattern">What ids are to match, or null: see <see cref="TryParsePattern"/>.</param>
    public IReadOnlyList<ListTransactionsResponse.TransactionStateData> List(in ListTransactionsRequest request, Regex? pattern, Decision decision) =>
        _queries.List(request, pattern, decision.NowMs);

    /// <summary>The names among a request's states that are no states.</summary>
    public static string[] UnknownStates(string[] names) => TransactionQueries.UnknownStates(names);

    /// <summary>Reads a pattern that whole transactional ids are to match; null for every id. False where it is no pattern.</summary>
    public static bool TryParsePattern(string? text, out Regex? pattern) => TransactionQueries.TryParsePattern(text, out pattern);

    /// <inheritdoc/>
    public void Apply(in CoordinatorRecord record)
    {
        var reader = new WireReader(record.Key);
        if (reader.ReadInt16() != TransactionRecords.Type || reader.Failed) return;
        var key = TransactionLogKey.Read(ref reader, 0);
        if (reader.Failed) SkippedRecordCount++;
        else if (record.Value is not { } value) _table.Remove(key.TransactionalId);
        else if (TransactionRecords.Read(value) is { } metadata) _table.Set(key.TransactionalId, metadata);
        else SkippedRecordCount++;
    }

    /// <inheritdoc/>
    public void OnLoaded(Decision decision)
    {
        foreach (var entry in _table.All)
            if (entry.Metadata.IsPrepared) decision.Emit(_writer.WorkOf(entry.TransactionalId, entry.Metadata));
        Schedule(decision);
    }

    /// <inheritdoc/>
    public void OnTimer(Decision decision) => _deadlines.RunDue(decision);

    private void AbortTimedOut(Decision decision)
    {
        string? unserved = null;
        foreach (var entry in _table.Ongoing)
        {
            var metadata = entry.Metadata;
            if (metadata.StartMs + metadata.TimeoutMs < decision.NowMs && !_writer.TryFenceAndAbort(entry, decision)) unserved = entry.TransactionalId;
        }

        // With the id in hand the next check goes through.
        if (unserved is not null) decision.Emit(new ProducerIdWanted(unserved));
        Schedule(decision);
    }

    private void RemoveExpired(Decision decision)
    {
        foreach (var entry in _table.All)
        {
            var metadata = entry.Metadata;
            if ((metadata.State == TransactionState.Empty || metadata.IsComplete) && metadata.LastUpdateMs <= decision.NowMs - _options.IdExpirationMs)
                decision.Append(TransactionRecords.Tombstone(entry.TransactionalId));
        }

        Schedule(decision);
    }

    private void Schedule(Decision decision)
    {
        var hasNew = decision.Records.Count > 0;
        if (_timeoutCheck.AtMs == Deadline.Never && (hasNew || _table.HasOngoing))
            _deadlines.Set(_timeoutCheck, decision.ElapsedMs + _options.TimeoutCheckIntervalMs);
        if (_idExpirationCheck.AtMs == Deadline.Never && (hasNew || _table.Count > 0))
            _deadlines.Set(_idExpirationCheck, decision.ElapsedMs + _options.IdExpirationCheckIntervalMs);
    }
}
