using System.Text;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>A transactional producer that speaks frames, in the versions of transaction version 1 or 2.</summary>
internal sealed class TransactionalWire(WireConnection wire, string transactionalId, bool isVersion2)
{
    public const int TimeoutMs = 600_000;
    private readonly Dictionary<(string Topic, int Partition), int> _sequences = [];

    public string TransactionalId { get; } = transactionalId;
    public long ProducerId { get; set; } = -1;
    public short Epoch { get; set; } = -1;

    public short ProduceVersion { get; set; } = isVersion2 ? (short)12 : (short)11;

    /// <summary>Starts over; comes again while a transaction before is on its way out.</summary>
    public ErrorCode Init(bool isClaiming = false)
    {
        while (true)
        {
            var response = wire.Ask<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId, 5, new()
            {
                TransactionalId = TransactionalId,
                TransactionTimeoutMs = TimeoutMs,
                ProducerId = isClaiming ? ProducerId : -1,
                ProducerEpoch = isClaiming ? Epoch : (short)-1,
            });
            if (response.ErrorCode is ErrorCode.ConcurrentTransactions) continue;
            if (response.ErrorCode == ErrorCode.None) Take(response.ProducerId, response.ProducerEpoch);
            return response.ErrorCode;
        }
    }

    public ErrorCode Add(string topic, params int[] partitions)
    {
        while (true)
        {
            var response = wire.Ask<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse>(ApiKey.AddPartitionsToTxn, 3, new()
            {
                V3AndBelowTransactionalId = TransactionalId,
                V3AndBelowProducerId = ProducerId,
                V3AndBelowProducerEpoch = Epoch,
                V3AndBelowTopics = [new() { Name = topic, Partitions = partitions }],
            });
            var error = response.ResultsByTopicV3AndBelow.Single().ResultsByPartition[0].PartitionErrorCode;
            if (error != ErrorCode.ConcurrentTransactions) return error;
        }
    }

    /// <summary>Writes one batch; version 1 needs <see cref="Add"/> before.</summary>
    public ErrorCode Produce(string topic, int partition, params string[] values)
    {
        var sequence = _sequences.GetValueOrDefault((topic, partition));
        var response = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, ProduceVersion, new()
        {
            TransactionalId = TransactionalId,
            Acks = -1,
            TimeoutMs = 120_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = Batch(sequence, values) }] }],
        });
        var error = response.Responses.Single().PartitionResponses.Single().ErrorCode;
        if (error == ErrorCode.None) _sequences[(topic, partition)] = sequence + values.Length;
        return error;
    }

    public ErrorCode End(bool isCommit)
    {
        var response = wire.Ask<EndTxnRequest, EndTxnResponse>(ApiKey.EndTxn, isVersion2 ? (short)5 : (short)4, new()
        {
            TransactionalId = TransactionalId, ProducerId = ProducerId, ProducerEpoch = Epoch, Committed = isCommit,
        });
        if (response.ErrorCode == ErrorCode.None && isVersion2) Take(response.ProducerId, response.ProducerEpoch);
        if (response.ErrorCode == ErrorCode.None) WaitForMarkers();
        return response.ErrorCode;
    }

    /// <summary>The answer may come before the markers are written.</summary>
    public void WaitForMarkers()
    {
        while (Describe().TransactionState.StartsWith("Prepare", StringComparison.Ordinal)) Thread.Yield();
    }

    public DescribeTransactionsResponse.TransactionStateData Describe() =>
        wire.Ask<DescribeTransactionsRequest, DescribeTransactionsResponse>(
            ApiKey.DescribeTransactions, 0, new() { TransactionalIds = [TransactionalId] }).TransactionStates.Single();

    public byte[] Batch(int sequence, params string[] values)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions
        {
            ProducerId = ProducerId, ProducerEpoch = new ProducerEpoch(Epoch), BaseSequence = sequence, IsTransactional = true,
        });
        // The time of now, as markers have it: times far apart would roll the segment, and a fetch reads but one.
        var nowMs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        foreach (var value in values) builder.Append(nowMs, new NullableBytes("key"u8), new NullableBytes(Encoding.UTF8.GetBytes(value)));
        var buffer = new FrameBuffer();
        builder.Build(buffer);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }

    /// <summary>What a reader of committed records sees of a partition, and up to where.</summary>
    public static (string[] Values, long LastStableOffset) ReadCommitted(WireConnection wire, string topic, int partition = 0)
    {
        var response = wire.Ask<FetchRequest, FetchResponse>(ApiKey.Fetch, 12, new()
        {
            ReplicaId = -1,
            MaxBytes = 10_000_000,
            IsolationLevel = 1,
            SessionEpoch = -1,
            Topics = [new() { Topic = topic, Partitions = [new() { Partition = partition, FetchOffset = 0, PartitionMaxBytes = 10_000_000, LogStartOffset = -1 }] }],
        });
        var data = response.Responses.Single().Partitions.Single();
        Assert.Equal(ErrorCode.None, data.ErrorCode);
        return ([.. Committed(data)], data.LastStableOffset);
    }

    private static List<string> Committed(FetchResponse.PartitionData data)
    {
        var aborted = (data.AbortedTransactions ?? []).Select(one => (one.ProducerId, one.FirstOffset)).ToList();
        var values = new List<string>();
        foreach (var batch in new RecordBatchEnumerator(data.Records ?? []))
        {
            var (producerId, baseOffset) = (batch.ProducerId, batch.BaseOffset);
            if (ControlRecords.TryReadEndTransaction(batch, out var type, out _))
            {
                var first = aborted.FindIndex(one => one.ProducerId == producerId);
                if (type == ControlRecordType.Abort && first >= 0) aborted.RemoveAt(first);
                continue;
            }

            if (batch.IsTransactional && aborted.Exists(one => one.ProducerId == producerId && one.FirstOffset <= baseOffset)) continue;
            foreach (var record in new RecordReader(batch)) values.Add(Encoding.UTF8.GetString(record.Value));
        }

        return values;
    }

    private void Take(long producerId, short epoch)
    {
        // Another incarnation counts from 0 again.
        if (producerId != ProducerId || epoch != Epoch) _sequences.Clear();
        (ProducerId, Epoch) = (producerId, epoch);
    }
}
