using System.Text;
using Levada.Log.Compaction;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Tests.Compaction;

/// <summary>One record as a reader of a cleaned log sees it.</summary>
internal readonly record struct ReadRecord(long Offset, string? Key, string? Value, long TimestampMs);

/// <summary>Cleans logs as their owner would, and reads them as consumers do.</summary>
internal static class CompactedLog
{
    public static readonly LogOptions Options = new()
    {
        HasCompactPolicy = true, HasDeletePolicy = false, CleanableDirtyRatioMin = 0, SegmentBytesMax = 400, IndexIntervalBytes = 100,
    };

    /// <summary>Checkpoints, and cleans all that may be cleaned.</summary>
    public static CleaningStats Clean(PartitionLog log, long nowMs, CleaningOptions? options = null)
    {
        LogUnderTest.Checkpoint(log);
        var candidate = log.Compaction.Examine(nowMs, log.LastStablePosition(log.EndPosition).Offset);
        if (!candidate.IsDue) return new CleaningStats();
        using var cleaning = log.Compaction.Begin(candidate, options ?? new CleaningOptions(), nowMs);
        Run(log, cleaning);
        Assert.Equal((CleaningState.Done, null), (cleaning.State, cleaning.Reason));
        return cleaning.Stats;
    }

    public static void Run(PartitionLog log, LogCleaning cleaning)
    {
        while (Step(log, cleaning))
        {
        }
    }

    /// <returns>Whether there is more to do.</returns>
    public static bool Step(PartitionLog log, LogCleaning cleaning)
    {
        switch (cleaning.State)
        {
            case CleaningState.Working: cleaning.Step(); return true;
            case CleaningState.ReadyToReplace: log.Compaction.Replace(cleaning)?.Run(); return true;
            case CleaningState.ReadyToPublish: log.Compaction.Publish(cleaning)?.Run(); return true;
            default: log.Compaction.Complete(cleaning); return false;
        }
    }

    public static byte[] Batch(in RecordBatchOptions options, params (string? Key, string? Value)[] records) => Batch(options, Batches.NowMs, records);

    public static byte[] Batch(in RecordBatchOptions options, long timestampMs, params (string? Key, string? Value)[] records)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(options);
        var index = 0;
        foreach (var (key, value) in records)
            builder.Append(timestampMs + index++, Bytes(key), Bytes(value), [new RecordHeader("header", [1])]);
        var target = new FrameBuffer();
        builder.Build(target);
        return target.Written.ToArray();
    }

    public static long Append(PartitionLog log, params (string? Key, string? Value)[] records)
    {
        var result = log.Append(Batch(new RecordBatchOptions(), records), Batches.FromClient);
        Assert.Equal(ErrorCode.None, result.Error);
        return result.BaseOffset;
    }

    /// <summary>Closes the active segment, by a batch that cannot fit it.</summary>
    public static void Roll(PartitionLog log)
    {
        var segmentCount = log.SegmentCount;
        Append(log, ("roll", new string('r', log.Options.SegmentBytesMax - 120)));
        Assert.True(log.SegmentCount > segmentCount || segmentCount == 0);
    }

    /// <summary>Every batch from the log's start on, read in small pieces.</summary>
    public static List<byte[]> ReadBatches(PartitionLog log, int byteCountMax = 1)
    {
        var batches = new List<byte[]>();
        for (var next = log.LogStartOffset; next < log.LogEndOffset;)
        {
            var read = log.Read(next, byteCountMax, isOneBatchRequired: true, log.EndPosition);
            Assert.Equal(ErrorCode.None, read.Error);
            if (read.Range.IsEmpty) break;
            var bytes = new byte[read.Range.ByteCount];
            Assert.Equal(bytes.Length, read.Range.File!.Read(bytes, read.Range.Position));
            foreach (var batch in new RecordBatchEnumerator(bytes))
            {
                Assert.True(batch.IsCrcValid && batch.NextOffset > next);
                batches.Add(batch.Bytes.ToArray());
                next = batch.NextOffset;
            }
        }

        return batches;
    }

    /// <summary>What a consumer gets.</summary>
    public static List<ReadRecord> Read(PartitionLog log, bool isReadCommitted = false)
    {
        var found = new List<ReadRecord>();
        var aborted = log.AbortedTransactions(log.LogStartOffset, log.LogEndOffset).OrderBy(transaction => transaction.FirstOffset).ToList();
        var abortedProducers = new HashSet<long>();
        foreach (var bytes in ReadBatches(log))
        {
            RecordBatch.TryRead(bytes, out var batch);
            foreach (var transaction in aborted)
                if (transaction.FirstOffset <= batch.LastOffset && transaction.LastOffset >= batch.BaseOffset) abortedProducers.Add(transaction.ProducerId);
            if (batch.IsControl)
            {
                if (ControlRecords.TryReadEndTransaction(batch, out var type, out _) && type == ControlRecordType.Abort) abortedProducers.Remove(batch.ProducerId);
                continue;
            }

            if (isReadCommitted && batch.IsTransactional && abortedProducers.Contains(batch.ProducerId)) continue;
            found.AddRange(RecordsOf(bytes).Where(record => record.Offset >= log.LogStartOffset));
        }

        return found;
    }

    public static List<ReadRecord> RecordsOf(byte[] bytes)
    {
        var found = new List<ReadRecord>();
        RecordBatch.TryRead(bytes, out var batch);
        var payload = new FrameBuffer();
        if (batch.RecordCount > 0) Assert.True(Records.Compression.TryDecompress(batch.Codec, batch.Payload, payload, int.MaxValue));
        var reader = new RecordReader(batch, payload.Written);
        while (reader.TryRead(out var record))
        {
            Assert.Equal(1, record.HeaderCount);
            found.Add(new(record.Offset, Text(record.NullableKey), Text(record.NullableValue), record.Timestamp));
        }

        Assert.False(reader.Failed);
        return found;
    }

    private static byte[]? Bytes(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);
    private static string? Text(NullableBytes bytes) => bytes.IsNull ? null : Encoding.UTF8.GetString(bytes.Span);
}
