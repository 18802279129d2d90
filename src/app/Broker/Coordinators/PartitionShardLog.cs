using Levada.Broker.Data;
using Levada.Log;
using Levada.Protocol;
using Levada.Records;
using Levada.Replication;
using Levada.Runtime.Shards;

namespace Levada.Broker.Coordinators;

/// <summary>A hosted partition as the log of a coordinator's shard.</summary>
internal sealed class PartitionShardLog(HostedPartition hosted, PartitionAppender appender, Action<string> report) : IShardLog
{
    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _batch = new();
    private readonly FrameBuffer _payload = new();

    // A load that takes this much reading takes a while.
    private const long ReportBytes = 64 * 1024 * 1024;

    public ShardLogOutcome Replay(Action<ShardRecord> apply, Action<ShardMarker> applyMarker, CancellationToken cancellationToken)
    {
        try
        {
            var reportedBytes = 0L;
            new BatchSource(hosted).ReadAll(
                batch => Replay(batch, apply, applyMarker), readBytes => Report(readBytes, ref reportedBytes), cancellationToken);
            lock (hosted.Gate) return new ShardLogOutcome(hosted.Unavailable, hosted.Partition.Log.LogEndOffset);
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
            return new ShardLogOutcome(ErrorCode.KafkaStorageError, 0);
        }
        finally
        {
            _payload.Release();
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

    private void Replay(RecordBatch batch, Action<ShardRecord> apply, Action<ShardMarker> applyMarker)
    {
        if (batch.RecordCount == 0) return;
        if (batch.IsControl)
        {
            if (ControlRecords.TryReadEndTransaction(batch, out var type, out var marker))
                applyMarker(new ShardMarker(batch.ProducerId, batch.ProducerEpoch.Value, marker.CoordinatorEpoch, type == ControlRecordType.Commit, false));
            return;
        }

        var producerId = batch.IsTransactional ? batch.ProducerId : -1;
        _payload.Clear();
        if (batch.Codec != CompressionCodec.None
            && !Compression.TryDecompress(batch.Codec, batch.Payload, _payload, BatchSource.UncompressedBytesMax)) return;
        var records = batch.Codec == CompressionCodec.None ? new RecordReader(batch) : new RecordReader(batch, _payload.Written);
        foreach (var record in records)
        {
            if (!record.NullableKey.IsNull) apply(new ShardRecord(record.NullableKey.Span.ToArray(), record.NullableValue.ToArray(), producerId));
        }
    }

    private void Report(long readBytes, ref long reportedBytes)
    {
        if (readBytes - reportedBytes < ReportBytes) return;
        reportedBytes = readBytes;
        long sizeBytes;
        lock (hosted.Gate) sizeBytes = hosted.Partition.Log.SizeBytes;
        report($"Loading {hosted.Id}: {readBytes >> 20} of {sizeBytes >> 20} MiB");
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
