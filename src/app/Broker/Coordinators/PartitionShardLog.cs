using Levada.Broker.Data;
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

    public ShardLogOutcome Replay(Action<ShardRecord> apply, CancellationToken cancellationToken)
    {
        try
        {
            var reportedBytes = 0L;
            new BatchSource(hosted).ReadAll(batch => Replay(batch, apply), readBytes => Report(readBytes, ref reportedBytes), cancellationToken);
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

    private void Replay(RecordBatch batch, Action<ShardRecord> apply)
    {
        if (batch.IsControl || batch.RecordCount == 0) return;
        _payload.Clear();
        if (batch.Codec != CompressionCodec.None
            && !Compression.TryDecompress(batch.Codec, batch.Payload, _payload, BatchSource.UncompressedBytesMax)) return;
        var records = batch.Codec == CompressionCodec.None ? new RecordReader(batch) : new RecordReader(batch, _payload.Written);
        foreach (var record in records)
        {
            if (!record.NullableKey.IsNull) apply(new ShardRecord(record.NullableKey.Span.ToArray(), record.NullableValue.ToArray()));
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
