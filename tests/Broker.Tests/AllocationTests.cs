using Levada.Broker.Data;
using Levada.Broker.Tests.Direct;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>Whole requests, from the received frame to the sent response, on one thread.</summary>
public sealed class AllocationTests
{
    private const int WarmRequestCount = 1_200;
    private const int RequestCount = 1_000;

    // On a busy machine code may still be waiting for its optimized form, which allocates less, when the first round begins.
    private const int RoundCountMax = 20;

    // More than one index interval, so that every batch gets an index entry, and 8 MiB of them, so that hints are due.
    private const int RecordCount = 10;
    private const int ValueByteCount = 1024;

    // The pool starts each of its four threads when hints first find none free: so much once, not once a request.
    private const long ThreadStartByteCount = 4 * 250;

    [Theory]
    [InlineData(3, CompressionCodec.None)]
    [InlineData(7, CompressionCodec.None)]
    [InlineData(9, CompressionCodec.None)]
    [InlineData(12, CompressionCodec.None)]
    [InlineData(13, CompressionCodec.None)]
    [InlineData(13, CompressionCodec.Lz4)]
    [InlineData(13, CompressionCodec.Zstd)]
    public void A_warm_produce_request_allocates_nothing(short version, CompressionCodec codec)
    {
        using var broker = new DirectBroker("page-cache");
        var topic = broker.CreateTopic("produced");
        var frame = DirectFrames.Produce(version, topic, DirectFrames.Batch(ValueByteCount, RecordCount, new RecordBatchOptions { Codec = codec }));
        var (allocated, requestCount) = AllocatedBytes(broker, _ => frame);
        Assert.Equal(requestCount * RecordCount, topic.Partitions[0].Partition.HighWatermark);
        Assert.InRange(allocated, 0, ThreadStartByteCount);
    }

    [Fact]
    public void A_warm_produce_request_of_an_idempotent_producer_allocates_nothing()
    {
        using var broker = new DirectBroker("page-cache");
        var topic = broker.CreateTopic("produced");
        var (allocated, requestCount) = AllocatedBytes(broker, number => DirectFrames.Produce(
            version: 12,
            topic,
            DirectFrames.Batch(valueByteCount: 100, RecordCount, new RecordBatchOptions
            {
                ProducerId = 1, ProducerEpoch = new ProducerEpoch(0), BaseSequence = number * RecordCount,
            })));
        Assert.Equal(requestCount * RecordCount, topic.Partitions[0].Partition.HighWatermark);
        Assert.InRange(allocated, 0, ThreadStartByteCount);
    }

    [Theory]
    [InlineData(4, 1 << 20, false)]
    [InlineData(11, 1 << 20, true)]
    [InlineData(12, 1 << 20, true)]
    [InlineData(13, 1 << 20, false)]
    [InlineData(18, 1 << 20, true)]
    [InlineData(12, 10_000, true)]
    [InlineData(18, 10_000, false)]
    public void A_warm_fetch_request_with_data_allocates_nothing(short version, int byteCountMax, bool isReadCommitted)
    {
        using var broker = new DirectBroker("page-cache");
        var topic = Filled(broker);
        var frame = DirectFrames.Fetch(version, topic, byteCountMax, isReadCommitted);
        var sentBefore = broker.Transport.SentByteCount;
        var (allocated, requestCount) = AllocatedBytes(broker, _ => frame);
        Assert.True(broker.Transport.SentByteCount - sentBefore > (long)byteCountMax * requestCount);
        Assert.Equal(byteCountMax > 32 * 1024, broker.Transport.SentFileByteCount > 0);
        Assert.InRange(allocated, 0, ThreadStartByteCount);
    }

    [Fact]
    public void A_client_with_quotas_allocates_no_more()
    {
        using var broker = new DirectBroker("page-cache");
        foreach (var key in (string[])["producer_byte_rate", "consumer_byte_rate", "request_percentage"]) broker.SetQuota(key, 1e12);
        var topic = Filled(broker);
        var produce = DirectFrames.Produce(version: 12, topic, DirectFrames.Batch(ValueByteCount, RecordCount, new RecordBatchOptions()));
        var fetch = DirectFrames.Fetch(version: 12, topic, byteCountMax: 10_000, isReadCommitted: true);
        var (allocated, _) = AllocatedBytes(broker, number => number % 2 == 0 ? produce : fetch);
        Assert.Equal(3, broker.Services.Quotas.Statuses.Count(status => status.Rate > 0));
        Assert.InRange(allocated, 0, ThreadStartByteCount);
    }

    private static HostedTopic Filled(DirectBroker broker)
    {
        var topic = broker.CreateTopic("fetched");
        var frame = DirectFrames.Produce(version: 12, topic, DirectFrames.Batch(ValueByteCount, RecordCount, new RecordBatchOptions()));
        for (var i = 0; i < 120; i++) broker.Transport.Deliver(frame);
        return topic;
    }

    /// <returns>The bytes allocated by the best round, and how many requests all rounds have sent.</returns>
    private static (long ByteCount, int RequestCount) AllocatedBytes(DirectBroker broker, Func<int, byte[]> frameOf)
    {
        var sentCount = 0;
        var fewest = Round(WarmRequestCount);
        for (var round = 0; round < RoundCountMax && (round == 0 || fewest > ThreadStartByteCount); round++)
            fewest = Math.Min(fewest, Round(RequestCount));
        return (fewest, sentCount);

        long Round(int requestCount)
        {
            var frames = Enumerable.Range(sentCount, requestCount).Select(frameOf).ToArray();
            sentCount += requestCount;
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var frame in frames) broker.Transport.Deliver(frame);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }
}
