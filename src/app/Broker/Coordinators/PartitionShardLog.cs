using Levada.Broker.Data;
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

    public ShardLogOutcome Replay(Action<ShardRecord> apply, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var batch in new BatchSource(hosted).ReadAll(cancellationToken)) Replay(batch, apply);
            lock (hosted.Gate) return new ShardLogOutcome(hosted.Unavailable, hosted.Partition.Log.LogEndOffset);
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
            return new ShardLogOutcome(ErrorCode.KafkaStorageError, 0);
        }
    }

    public ShardLogOutcome Append(ReadOnlySpan<ShardRecord> records, long timestampMs)
    {
        _builder.Start(new RecordBatchOptions());
        foreach (var record in records) _builder.Append(timestampMs, new NullableBytes(record.Key), record.Value);
        _batch.Clear();
        _builder.Build(_batch);
        var error = appender.AppendInternal(hosted, _batch.Written, out var endOffset);
        return new ShardLogOutcome(error, error == ErrorCode.None ? endOffset : 0);
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

    private static void Replay(byte[] bytes, Action<ShardRecord> apply)
    {
        RecordBatch.TryRead(bytes, out var batch);
        if (batch.IsControl) return;
        var payload = new FrameBuffer();
        try
        {
            if (batch.Codec != CompressionCodec.None
                && !Compression.TryDecompress(batch.Codec, batch.Payload, payload, BatchSource.UncompressedBytesMax)) return;
            var records = batch.Codec == CompressionCodec.None ? new RecordReader(batch) : new RecordReader(batch, payload.Written);
            foreach (var record in records)
            {
                if (!record.NullableKey.IsNull) apply(new ShardRecord(record.NullableKey.Span.ToArray(), record.NullableValue.ToArray()));
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
