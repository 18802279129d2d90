using System.Collections.Concurrent;
using Levada.Broker.Tests.Direct;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>Whoever appends to a partition or fetches from it does not wait for the disk because old segments expire.</summary>
public sealed class RetentionWhileServingTests
{
    private const short Version = 12;
    private const int SegmentBytes = 1 << 20;

    [Fact]
    public void No_flush_runs_under_a_partitions_gate_and_log_starts_are_on_disk_before_files_go()
    {
        var files = new WatchedFiles();
        using var broker = new DirectBroker("page-cache", partitionCount: 2, files: files, segmentBytes: SegmentBytes);
        var topic = broker.CreateTopic("expiring");
        var batch = DirectFrames.Batch(valueByteCount: 400_000, recordCount: 1, new RecordBatchOptions());
        for (var count = 0; count < 20; count++) broker.Transport.Deliver(DirectFrames.Produce(Version, topic, batch, partitionCount: 2));
        var flushes = new ConcurrentQueue<(string Path, Thread Thread, bool IsUnderGate, int RenamedCount)>();
        files.OnFlushing = path => flushes.Enqueue(
            (path, Thread.CurrentThread, topic.Partitions.Any(hosted => hosted.Gate.IsHeldByCurrentThread), topic.Partitions.Sum(CountRenamed)));
        foreach (var hosted in topic.Partitions)
        {
            lock (hosted.Gate) Assert.True(hosted.Partition.Log.SegmentCount > 3 && hosted.Partition.Log.AdvanceLogStart(hosted.Partition.Log.LogEndOffset - 1));
        }

        broker.Services.Maintenance.ApplyRetention();

        Assert.All(topic.Partitions, hosted => Assert.True(CountRenamed(hosted) > 3));
        Assert.DoesNotContain(flushes, flush => flush.IsUnderGate);
        Assert.Contains(flushes, flush => flush is { RenamedCount: 0, Path: var path } && path.Contains("log-start-offset-checkpoint", StringComparison.Ordinal));
        Assert.All(topic.Partitions, hosted => Assert.Single(
            flushes, flush => flush.Thread == Thread.CurrentThread && flush.Path == hosted.Directory.PathOf(hosted.Id)));

        static int CountRenamed(Data.HostedPartition hosted) => Directory.GetFiles(hosted.Directory.PathOf(hosted.Id), "*.log.deleted").Length;
    }
}
