using System.Text;
using Levada.Broker.Data;
using Levada.Log;
using Levada.Protocol;
using Levada.Protocol.Spans;
using Levada.Records;

namespace Levada.Broker.Transactions;

/// <summary>What the coordinator says to the transactional batches of one produce request.</summary>
internal sealed class ProduceVerification(TransactionVerifier verifier, bool isBumping, bool knowsAbortable)
{
    private readonly Dictionary<int, Entry> _entries = [];
    private string _transactionalId = "";
    private long _producerId = -1;
    private ProducerEpoch _epoch = ProducerEpoch.None;

    /// <summary>Whether the coordinator has to be asked before anything is appended.</summary>
    public bool IsAskNeeded { get; private set; }

    /// <summary>Begins the verification of a request, or gives null where every transaction is open already.</summary>
    /// <param name="version">What the request's version says: a producer that follows KIP-890, one that knows TRANSACTION_ABORTABLE, topics by id.</param>
    public static ProduceVerification? Begin(
        ProduceRequestSpan request, Span<byte> body, TransactionVerifier verifier, PartitionAppender appender, (bool IsClientBumping, bool KnowsAbortable, bool IsById) version)
    {
        var isBumping = verifier.IsBumping(version.IsClientBumping);
        if (!verifier.IsRequired(isBumping)) return null;
        ProduceVerification? verification = null;
        var ordinal = -1;
        while (request.MoveToTopic())
        {
            var topic = appender.Find(request.TopicName, request.TopicId, version.IsById);
            while (request.MoveToPartition())
            {
                ordinal++;
                if (topic?.Find(request.PartitionIndex) is not { } hosted
                    || !RecordBatchHeader.TryRead(body[request.Records], out var batch) || !batch.IsTransactional || !batch.HasProducerId) continue;
                var start = verifier.Begin(hosted, batch.ProducerId, batch.ProducerEpoch, batch.BaseSequence, isBumping);
                if (start is { Error: ErrorCode.None, IsNeeded: false }) continue;
                verification ??= new ProduceVerification(verifier, isBumping, version.KnowsAbortable)
                {
                    _transactionalId = Encoding.UTF8.GetString(request.TransactionalId),
                };
                verification.Add(ordinal, hosted.Id, batch, start);
            }
        }

        return verification;
    }

    /// <summary>Asks the coordinator.</summary>
    public async Task AskAsync()
    {
        TopicPartition[] asked = [.. _entries.Values.Where(entry => entry.Error == ErrorCode.None).Select(entry => entry.Partition).Distinct()];
        var answers = await verifier.AskAsync(_transactionalId, _producerId, _epoch, asked, isBumping, knowsAbortable);
        foreach (var entry in _entries.Values.Where(entry => entry.Error == ErrorCode.None))
        {
            entry.Error = answers[entry.Partition];
            if (entry.Error != ErrorCode.None) verifier.End(entry.Partition, _producerId, entry.Guard, entry.Error);
        }
    }

    /// <summary>Why the n-th partition of the request must not be appended to, or none.</summary>
    public ErrorCode ErrorOf(int ordinal) => _entries.TryGetValue(ordinal, out var entry) ? entry.Error : ErrorCode.None;

    /// <summary>What the n-th partition gave out for its transaction; 0 for none.</summary>
    public long GuardOf(int ordinal) => _entries.TryGetValue(ordinal, out var entry) ? entry.Guard : 0;

    private void Add(int ordinal, TopicPartition partition, in RecordBatchHeader batch, VerificationStart start)
    {
        var entry = new Entry(partition, start.Guard) { Error = start.Error };
        _entries.Add(ordinal, entry);
        if (start.Error != ErrorCode.None) return;
        if (!IsAskNeeded) (_producerId, _epoch) = (batch.ProducerId, batch.ProducerEpoch);
        // One transactional id has one producer.
        else if (batch.ProducerId != _producerId || batch.ProducerEpoch != _epoch) entry.Error = ErrorCode.InvalidProducerIdMapping;
        IsAskNeeded = true;
    }

    private sealed class Entry(TopicPartition partition, long guard)
    {
        public TopicPartition Partition { get; } = partition;
        public long Guard { get; } = guard;
        public ErrorCode Error { get; set; }
    }
}
