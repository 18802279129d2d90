using Levada.Client.Admin;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Client.Producing;

/// <summary>Writes batches, and with them the offsets of what they came from, in transactions of one transactional id.</summary>
/// <remarks>
/// For tools that must do a thing once, not for throughput: one batch at a time, one caller at a time. After an exception only
/// <see cref="AbortAsync"/> is of use. Speaks the first version of the transaction protocol, which every broker knows (KIP-98).
/// </remarks>
public sealed class TransactionalWriter
{
    // Later versions let the broker add partitions itself and change the epoch at every end (KIP-890).
    private const short AddPartitionsVersionMax = 3;
    private const short AddOffsetsVersionMax = 3;
    private const short OffsetCommitVersionMax = 4;
    private const short EndVersionMax = 4;
    private const short ProduceVersionMax = 11;
    private readonly KafkaClient _client;
    private readonly string _transactionalId;
    private readonly long _producerId;
    private readonly ProducerEpoch _epoch;
    private readonly Dictionary<TopicPartition, int> _sequences = [];
    private readonly HashSet<TopicPartition> _added = [];
    private bool _isOpen;

    private TransactionalWriter(KafkaClient client, string transactionalId, long producerId, ProducerEpoch epoch)
    {
        _client = client;
        _transactionalId = transactionalId;
        _producerId = producerId;
        _epoch = epoch;
    }

    /// <summary>Takes the transactional id over: whoever else writes under it is fenced, and what it has left open is aborted.</summary>
    /// <param name="timeoutMs">How long a transaction may stay open before the broker aborts it.</param>
    public static async Task<TransactionalWriter> OpenAsync(
        KafkaClient client, string transactionalId, int timeoutMs, CancellationToken cancellationToken = default)
    {
        var response = await AskAsync<InitProducerIdRequest, InitProducerIdResponse>(
            client, transactionalId, ApiKey.InitProducerId, new() { TransactionalId = transactionalId, TransactionTimeoutMs = timeoutMs, ProducerEpoch = -1 },
            answer => answer.ErrorCode, "asking for a producer id", short.MaxValue, cancellationToken);
        return new(client, transactionalId, response.ProducerId, new ProducerEpoch(response.ProducerEpoch));
    }

    /// <summary>Writes records to a partition as one batch.</summary>
    /// <returns>None, or why the partition will never take these records; nothing of them is written then.</returns>
    /// <exception cref="KafkaException">The batch could not be written, or another writer has taken over.</exception>
    public async Task<ErrorCode> WriteAsync(TopicPartition partition, IReadOnlyList<ProducerRecord> records, CancellationToken cancellationToken = default)
    {
        await AddAsync(partition, cancellationToken);
        var sequence = _sequences.GetValueOrDefault(partition);
        var batch = Build(records, sequence);
        var error = await _client.RetryAsync(() => ProduceAsync(partition, batch, cancellationToken), cancellationToken);
        // The answer to an earlier attempt was lost.
        if (error is ErrorCode.None or ErrorCode.DuplicateSequenceNumber) _sequences[partition] = Advance(sequence, records.Count);
        return error == ErrorCode.DuplicateSequenceNumber ? ErrorCode.None : error;
    }

    /// <summary>Commits what was written together with a group's offsets.</summary>
    public async Task CommitAsync(string group, IReadOnlyCollection<CommittedOffset> offsets, CancellationToken cancellationToken = default)
    {
        _isOpen = true;
        await AskAsync<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse>(
            _client, _transactionalId, ApiKey.AddOffsetsToTxn,
            new() { TransactionalId = _transactionalId, ProducerId = _producerId, ProducerEpoch = _epoch.Value, GroupId = group },
            answer => answer.ErrorCode, "adding offsets to the transaction", AddOffsetsVersionMax, cancellationToken);
        var (_, response) = await new GroupAdmin(_client).CoordinatedAsync<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(
            group, ApiKey.TxnOffsetCommit, _ => OffsetCommit(group, offsets), FirstError, cancellationToken, OffsetCommitVersionMax);
        Check(FirstError(response), $"committing offsets of group {group}");
        await EndAsync(isCommit: true, cancellationToken);
    }

    /// <summary>Takes back what was written since the last commit.</summary>
    public Task AbortAsync(CancellationToken cancellationToken = default) => _isOpen ? EndAsync(isCommit: false, cancellationToken) : Task.CompletedTask;

    private async Task EndAsync(bool isCommit, CancellationToken cancellationToken)
    {
        await AskAsync<EndTxnRequest, EndTxnResponse>(
            _client, _transactionalId, ApiKey.EndTxn,
            new() { TransactionalId = _transactionalId, ProducerId = _producerId, ProducerEpoch = _epoch.Value, Committed = isCommit },
            answer => answer.ErrorCode, "ending the transaction", EndVersionMax, cancellationToken);
        _added.Clear();
        _isOpen = false;
    }

    private async Task AddAsync(TopicPartition partition, CancellationToken cancellationToken)
    {
        if (_added.Contains(partition)) return;
        _isOpen = true;
        await AskAsync<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(
            _client, _transactionalId, ApiKey.AddPartitionsToTxn,
            new()
            {
                V3AndBelowTransactionalId = _transactionalId,
                V3AndBelowProducerId = _producerId,
                V3AndBelowProducerEpoch = _epoch.Value,
                V3AndBelowTopics = [new() { Name = partition.Topic, Partitions = [partition.Partition] }],
            },
            answer => answer.ResultsByTopicV3AndBelow is [{ ResultsByPartition: [var first, ..] }, ..] ? first.PartitionErrorCode : ErrorCode.UnknownServerError,
            $"adding {partition} to the transaction", AddPartitionsVersionMax, cancellationToken);
        _added.Add(partition);
    }

    private byte[] Build(IReadOnlyList<ProducerRecord> records, int sequence)
    {
        var batch = new ProduceBatch();
        batch.Start(new RecordBatchOptions { ProducerId = _producerId, ProducerEpoch = _epoch, BaseSequence = sequence, IsTransactional = true });
        foreach (var record in records)
            batch.Append(record, record.TimestampMs >= 0 ? record.TimestampMs : _client.Time.GetUtcNow().ToUnixTimeMilliseconds(), isTagKept: false);
        batch.Seal();
        var bytes = batch.Bytes.ToArray();
        batch.Release();
        return bytes;
    }

    private async Task<ErrorCode> ProduceAsync(TopicPartition partition, byte[] batch, CancellationToken cancellationToken)
    {
        if (_client.Metadata.Find(partition.Topic, partition.Partition) is not { Leader: >= 0 } known)
        {
            var metadata = await _client.RefreshMetadataAsync([partition.Topic], cancellationToken: cancellationToken);
            known = metadata.Find(partition.Topic, partition.Partition) is { Leader: >= 0 } found
                ? found
                : throw KafkaException.From(ErrorCode.LeaderNotAvailable, $"writing to {partition}");
        }

        var response = await _client.SendToNodeAsync<ProduceRequest, ProduceResponse>(
            known.Leader, ApiKey.Produce, _ => Request(partition, batch), cancellationToken, ProduceVersionMax, Connections.ConnectionPurpose.Produce);
        var error = response.Responses is [{ PartitionResponses: [var answer, ..] }, ..] ? answer.ErrorCode : ErrorCode.UnknownServerError;
        if (error is ErrorCode.None or ErrorCode.DuplicateSequenceNumber || IsRefusal(error)) return error;
        await _client.RefreshMetadataAsync([partition.Topic], cancellationToken: cancellationToken);
        throw KafkaException.From(error, $"writing to {partition}");
    }

    private ProduceRequest Request(TopicPartition partition, byte[] batch) => new()
    {
        TransactionalId = _transactionalId,
        Acks = -1,
        TimeoutMs = _client.Options.RequestTimeoutMs,
        TopicData = [new() { Name = partition.Topic, PartitionData = [new() { Index = partition.Partition, Records = batch }] }],
    };

    private TxnOffsetCommitRequest OffsetCommit(string group, IReadOnlyCollection<CommittedOffset> offsets) => new()
    {
        TransactionalId = _transactionalId,
        GroupId = group,
        ProducerId = _producerId,
        ProducerEpoch = _epoch.Value,
        MemberId = "",
        Topics =
        [
            .. offsets.GroupBy(offset => offset.Partition.Topic).Select(topic => new TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic
            {
                Name = topic.Key,
                Partitions =
                [
                    .. topic.Select(offset => new TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition
                    {
                        PartitionIndex = offset.Partition.Partition,
                        CommittedOffset = offset.Offset,
                        CommittedLeaderEpoch = offset.LeaderEpoch,
                        CommittedMetadata = offset.Metadata,
                    }),
                ],
            }),
        ],
    };

    /// <summary>Whether a partition says something of the records, not of itself.</summary>
    private static bool IsRefusal(ErrorCode error) =>
        error is ErrorCode.MessageTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidTimestamp;

    /// <summary>Sequences come round to 0 behind the largest.</summary>
    private static int Advance(int sequence, int count) => (int)((sequence + (long)count) & int.MaxValue);

    private static ErrorCode FirstError(TxnOffsetCommitResponse response) =>
        response.Topics.SelectMany(topic => topic.Partitions).Select(partition => partition.ErrorCode).FirstOrDefault(error => error != ErrorCode.None);

    private static async Task<TResponse> AskAsync<TRequest, TResponse>(
        KafkaClient client, string transactionalId, ApiKey key, TRequest request, Func<TResponse, ErrorCode> errorOf, string doing, short versionMax,
        CancellationToken cancellationToken)
        where TRequest : struct, IWireMessage<TRequest>
        where TResponse : struct, IWireMessage<TResponse> =>
        await client.RetryAsync(
            async () =>
            {
                var node = await client.CoordinatorOfAsync(transactionalId, cancellationToken, CoordinatorKind.Transaction);
                try
                {
                    var response = await client.SendToNodeAsync<TRequest, TResponse>(node, key, _ => request, cancellationToken, versionMax);
                    Check(errorOf(response), doing);
                    return response;
                }
                catch (KafkaException e) when (e.Error is ErrorCode.NotCoordinator or ErrorCode.CoordinatorNotAvailable or ErrorCode.NetworkException)
                {
                    client.ForgetCoordinator(transactionalId, CoordinatorKind.Transaction);
                    throw;
                }
            },
            cancellationToken);

    private static void Check(ErrorCode error, string doing)
    {
        if (error != ErrorCode.None) throw KafkaException.From(error, doing);
    }
}
