using Levada.Broker.Data;
using Levada.Broker.Share;
using Levada.Broker.Tests.Direct;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>How much of a log a share fetch looks through.</summary>
public sealed class ShareReadTests
{
    private const int BatchCount = 10;
    private const int RecordCount = 10;

    [Theory]
    [InlineData(0, 1, 10)]
    [InlineData(0, 10, 10)]
    [InlineData(0, 11, 20)]
    [InlineData(0, 1000, 100)]
    [InlineData(25, 5, 30)]
    [InlineData(25, 6, 40)]
    [InlineData(100, 5, 100)]
    public void It_looks_no_further_than_the_batch_with_the_last_record_it_may_give(long freshOffset, int freshCountMax, long endOffset)
    {
        using var broker = new DirectBroker("page-cache");
        var read = ReadFrom(Filled(broker), 0, new ShareReadLimit(freshOffset, freshCountMax));
        Assert.Equal((ErrorCode.None, endOffset, endOffset / RecordCount), (read.Error, read.EndOffset, read.BatchesForMembers.Length));
    }

    [Fact]
    public void It_begins_at_the_batch_of_its_offset()
    {
        using var broker = new DirectBroker("page-cache");
        var read = ReadFrom(Filled(broker), 57, new ShareReadLimit(57, 3));
        Assert.Equal((60, 50), (read.EndOffset, read.BatchesForMembers.Single().First));
    }

    private static HostedPartition Filled(DirectBroker broker)
    {
        var topic = broker.CreateTopic("shared");
        var frame = DirectFrames.Produce(version: 12, topic, DirectFrames.Batch(valueByteCount: 10, RecordCount, new RecordBatchOptions()));
        for (var i = 0; i < BatchCount; i++) broker.Transport.Deliver(frame);
        return topic.Partitions[0];
    }

    private static ShareRead ReadFrom(HostedPartition partition, long offset, ShareReadLimit limit) =>
        ShareRead.At(partition, offset, isReadCommitted: true, bytesMax: 1 << 20, isOneBatchRequired: true, limit);
}
