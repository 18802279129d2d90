using System.Collections.Concurrent;
using Levada.Broker.Tests.Direct;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>A disk that takes its time for old records keeps nobody waiting but who asked for them.</summary>
public sealed class ColdReadTests
{
    private const short Version = 12;
    private const int SegmentBytes = 1 << 20;
    private const int FetchedBytesMax = 10_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void Segments_that_are_no_longer_written_are_read_beside_the_connections_thread_and_the_newest_on_it()
    {
        var files = new WatchedFiles();
        using var broker = new DirectBroker("page-cache", files: files, segmentBytes: SegmentBytes);
        var topic = broker.CreateTopic("fetched");
        var batch = DirectFrames.Batch(valueByteCount: 100_000, recordCount: 1, new RecordBatchOptions());
        for (var i = 0; i < 25; i++) broker.Transport.Deliver(DirectFrames.Produce(Version, topic, batch));
        Assert.True(topic.Partitions[0].Partition.Log.SegmentCount > 1);
        var readers = new ConcurrentBag<Thread>();
        files.OnReading = path =>
        {
            if (path.Contains("/fetched-0/", StringComparison.Ordinal)) readers.Add(Thread.CurrentThread);
        };

        Exchange(broker, DirectFrames.Fetch(Version, topic, FetchedBytesMax, isReadCommitted: false, offset: 24));
        Assert.NotEmpty(readers);
        Assert.All(readers, reader => Assert.Same(Thread.CurrentThread, reader));

        readers.Clear();
        Exchange(broker, DirectFrames.Fetch(Version, topic, FetchedBytesMax, isReadCommitted: false));
        Assert.NotEmpty(readers);
        Assert.All(readers, reader => Assert.StartsWith("levada-read", reader.Name));
    }

    [Fact]
    public void What_a_process_has_not_written_itself_is_read_beside_the_connections_thread_and_the_rest_on_it()
    {
        var files = new WatchedFiles();
        using var before = new DirectBroker("page-cache");
        var batch = DirectFrames.Batch(valueByteCount: 100_000, recordCount: 1, new RecordBatchOptions());
        var named = before.CreateTopic("kept");
        for (var i = 0; i < 5; i++) before.Transport.Deliver(DirectFrames.Produce(Version, named, batch));
        using var broker = new DirectBroker("page-cache", files: files, predecessor: before);
        var topic = broker.Services.Partitions.Find("kept")!;
        Assert.Equal((5, 1), (topic.Partitions[0].Partition.Log.LogEndOffset, topic.Partitions[0].Partition.Log.SegmentCount));
        broker.Transport.Deliver(DirectFrames.Produce(Version, topic, batch));
        var readers = new ConcurrentBag<Thread>();
        files.OnReading = path =>
        {
            if (path.EndsWith(".log", StringComparison.Ordinal) && path.Contains("/kept-0/", StringComparison.Ordinal)) readers.Add(Thread.CurrentThread);
        };

        Exchange(broker, DirectFrames.Fetch(Version, topic, FetchedBytesMax, isReadCommitted: false, offset: 5));
        Assert.NotEmpty(readers);
        Assert.All(readers, reader => Assert.Same(Thread.CurrentThread, reader));

        readers.Clear();
        Exchange(broker, DirectFrames.Fetch(Version, topic, FetchedBytesMax, isReadCommitted: false, offset: 4));
        Assert.NotEmpty(readers);
        Assert.All(readers, reader => Assert.StartsWith("levada-read", reader.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void A_lookup_by_time_is_made_beside_the_connections_thread(long timestamp)
    {
        var files = new WatchedFiles();
        using var broker = new DirectBroker("page-cache", files: files, segmentBytes: SegmentBytes);
        var topic = broker.CreateTopic("looked-up");
        var batch = DirectFrames.Batch(valueByteCount: 100_000, recordCount: 1, new RecordBatchOptions());
        for (var i = 0; i < 25; i++) broker.Transport.Deliver(DirectFrames.Produce(Version, topic, batch));
        var readers = new ConcurrentBag<Thread>();
        files.OnReading = path =>
        {
            if (path.Contains("/looked-up-0/", StringComparison.Ordinal)) readers.Add(Thread.CurrentThread);
        };

        Exchange(broker, DirectFrames.ListOffsets(topic, timestamp));
        Assert.NotEmpty(readers);
        Assert.All(readers, reader => Assert.StartsWith("levada-read", reader.Name));
    }

    private static void Exchange(DirectBroker broker, byte[] frame)
    {
        using var hasAnswered = new ManualResetEventSlim();
        broker.Transport.OnSent = _ => hasAnswered.Set();
        broker.Transport.Deliver(frame);
        Assert.True(hasAnswered.Wait(Patience, TestContext.Current.CancellationToken));
        broker.Transport.OnSent = null;
    }
}
