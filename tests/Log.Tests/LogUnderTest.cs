using Levada.Protocol;

namespace Levada.Log.Tests;

/// <summary>Opens logs on a memory disk and does what their owner would do between the calls.</summary>
internal sealed class LogUnderTest(LogOptions? options = null)
{
    public const string LogDir = "/data";
    public const string Directory = LogDir + "/orders-0";
    public static readonly Uuid TopicId = new(1, 2);
    public static readonly TopicPartition Partition = new("orders", 0);

    public MemoryFileSystem Disk { get; set; } = NewDisk();

    public LogOptions Options { get; set; } = options ?? new LogOptions();

    public static MemoryFileSystem NewDisk()
    {
        var disk = new MemoryFileSystem { NowMs = Batches.NowMs };
        disk.CreateDirectory(LogDir);
        return disk;
    }

    public PartitionLog Open(long recoveryPoint = 0, bool isClean = false, long logStartOffset = 0) =>
        PartitionLog.Open(Disk, Directory, Partition, Options, new LogStart
        {
            TopicId = TopicId, RecoveryPoint = recoveryPoint, IsClean = isClean, LogStartOffset = logStartOffset, NowMs = Batches.NowMs,
        });

    public static void Flush(PartitionLog log)
    {
        if (!log.TryBeginFlush(out var flush)) return;
        flush.Run();
        log.CompleteFlush(flush);
    }

    public static void Checkpoint(PartitionLog log)
    {
        if (!log.TryBeginCheckpoint(out var checkpoint)) return;
        checkpoint.Run();
        log.CompleteCheckpoint(checkpoint);
    }

    /// <summary>All records from an offset on, fetched as a consumer would.</summary>
    public static List<(long Offset, string Value)> ReadAll(PartitionLog log, long from = -1, int byteCountMax = 1000)
    {
        var found = new List<(long Offset, string Value)>();
        for (var next = from < 0 ? log.LogStartOffset : from; next < log.LogEndOffset;)
        {
            var read = log.Read(next, byteCountMax, isOneBatchRequired: true, log.EndPosition);
            Assert.Equal(ErrorCode.None, read.Error);
            var records = Batches.Records(read.Range);
            Assert.True(read.FirstBatchByteCount <= read.Range.ByteCount);
            found.AddRange(records.Where(record => record.Offset >= next));
            next = LastOffsetOf(read.Range) + 1;
        }

        return found;
    }

    private static long LastOffsetOf(FileRange range)
    {
        var bytes = new byte[range.ByteCount];
        range.File!.Read(bytes, range.Position);
        long last = -1;
        foreach (var batch in new Records.RecordBatchEnumerator(bytes)) last = batch.LastOffset;
        return last;
    }
}
