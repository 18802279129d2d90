using Levada.Broker.Data;
using Levada.Log;
using Levada.Protocol;
using Levada.Records;
using Levada.Replication;
using Levada.Runtime.Shards;

namespace Levada.Broker.Coordinators;

/// <summary>A hosted partition as the log of a coordinator's shard.</summary>
internal sealed class PartitionShardLog(HostedPartition hosted, PartitionAppender appender) : IShardLog
{
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _batch = new();

    public ShardLogOutcome Replay(Action<ShardRecord> apply, Action<ShardMarker> applyMarker, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var batch in new BatchSource(hosted).ReadAll(cancellationToken)) Replay(batch, apply, applyMarker);
            lock (hosted.Gate) return new ShardLogOutcome(hosted.Unavailable, hosted.Partition.Log.LogEndOffset);
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
            return new ShardLogOutcome(ErrorCode.KafkaStorageError, 0);
        }
    }

    public ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs, ShardProducer? producer = null)
    {
        _builder.Start(producer is { } writer
            ? new RecordBatchOptions { ProducerId = writer.ProducerId, ProducerEpoch = new ProducerEpoch(writer.ProducerEpoch), IsTransactional = true }
            : new RecordBatchOptions());
        foreach (var record in records) _builder.Append(timestampMs, new NullableBytes(record.Key), record.Value);
        _batch.Clear();
        _builder.Build(_batch);
        return Append(producer is { } verified
            ? new TransactionCheck(verified.IsVersion2, verified.IsVerificationRequired, verified.VerificationGuard)
            : default);
    }

    public ShardLogOutcome Append(ShardMarker marker, long timestampMs)
    {
        _batch.Clear();
        ControlRecords.WriteEndTransaction(
            _builder, _batch, marker.IsCommit, new EndTransactionMarker(marker.CoordinatorEpoch), marker.ProducerId, new ProducerEpoch(marker.ProducerEpoch), timestampMs);
        return Append(new TransactionCheck(marker.IsVersion2, false, 0));
    }

    public void WhenCommitted(long endOffset, ICommitWaiter waiter)
    {
        ErrorCode error;
        lock (hosted.Gate)
        {
            error = hosted.Unavailable;
            if (error == ErrorCode.None && hosted.Partition.HighWatermark < endOffset)
            {
                hosted.Partition.Waits.Add(new CommitWait(waiter).Wait, endOffset);
                return;
            }
        }

        waiter.OnCommitted(endOffset, error);
    }

    private ShardLogOutcome Append(in TransactionCheck transaction)
    {
        var error = appender.AppendInternal(hosted, _batch.Written, transaction, out var endOffset);
        return new ShardLogOutcome(error, error == ErrorCode.None ? endOffset : 0, IsOfProducer(error));
    }

    /// <summary>Errors that say something of the producer, not of the log.</summary>
    private static bool IsOfProducer(ErrorCode error) =>
        error is ErrorCode.InvalidProducerEpoch or ErrorCode.InvalidTxnState or ErrorCode.TransactionCoordinatorFenced;

    private static void Replay(byte[] bytes, Action<ShardRecord> apply, Action<ShardMarker> applyMarker)
    {
        RecordBatch.TryRead(bytes, out var batch);
        if (batch.IsControl)
        {
            if (ControlRecords.TryReadEndTransaction(batch, out var type, out var marker))
                applyMarker(new ShardMarker(batch.ProducerId, batch.ProducerEpoch.Value, marker.CoordinatorEpoch, type == ControlRecordType.Commit, false));
            return;
        }

        var producerId = batch.IsTransactional ? batch.ProducerId : -1;
        var payload = new FrameBuffer();
        try
        {
            if (batch.Codec != CompressionCodec.None
                && !Compression.TryDecompress(batch.Codec, batch.Payload, payload, BatchSource.UncompressedBytesMax)) return;
            var records = batch.Codec == CompressionCodec.None ? new RecordReader(batch) : new RecordReader(batch, payload.Written);
            foreach (var record in records)
            {
                if (!record.NullableKey.IsNull) apply(new ShardRecord(record.NullableKey.Span.ToArray(), record.NullableValue.ToArray(), producerId));
            }
        }
        finally
        {
            payload.Release();
        }
    }

    private sealed class CommitWait : IOffsetWaiter
    {
        private readonly ICommitWaiter _waiter;

        public CommitWait(ICommitWaiter waiter)
        {
            _waiter = waiter;
            Wait = new OffsetWait(this);
        }

        public OffsetWait Wait { get; }

        public void OnSatisfied(OffsetWait wait) => _waiter.OnCommitted(wait.EndOffset, wait.Error);
    }
}
