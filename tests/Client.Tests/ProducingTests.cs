using CsCheck;
using Levada.Client.Producing;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Client.Tests;

public sealed class ProducingTests
{
    private const int LingerTicks = 10;
    private static readonly ProducerOptions Options = new();

    [Theory]
    [InlineData(ErrorCode.None, false, OutcomeDecision.Deliver)]
    [InlineData(ErrorCode.DuplicateSequenceNumber, false, OutcomeDecision.Deliver)]
    [InlineData(ErrorCode.NotLeaderOrFollower, false, OutcomeDecision.Retry)]
    [InlineData(ErrorCode.NotLeaderOrFollower, true, OutcomeDecision.Fail)]
    [InlineData(ErrorCode.MessageTooLarge, false, OutcomeDecision.Fail)]
    [InlineData(ErrorCode.OutOfOrderSequenceNumber, false, OutcomeDecision.Fail)]
    internal void Answers_are_delivered_repeated_or_failed(ErrorCode error, bool isExpired, OutcomeDecision decision) =>
        Assert.Equal(decision, OutcomeDecisions.Decide(error, isExpired));

    [Fact]
    public void A_batch_waits_for_its_linger_and_a_flush_does_not()
    {
        var queue = Queue();
        Assert.Null(queue.ReadyAt(LingerTicks, isFlushing: false));
        queue.Open(Batch(1, startedAt: 100));

        Assert.Equal(110, queue.ReadyAt(LingerTicks, isFlushing: false));
        Assert.Equal(0, queue.ReadyAt(LingerTicks, isFlushing: true));
    }

    [Fact]
    public void One_batch_at_a_time_is_on_its_way()
    {
        var queue = Queue();
        queue.Open(Batch(1, startedAt: 100));
        queue.Take();
        queue.Open(Batch(1, startedAt: 200));

        Assert.Null(queue.ReadyAt(LingerTicks, isFlushing: true));
        queue.Settle();
        Assert.Equal(210, queue.ReadyAt(LingerTicks, isFlushing: false));
    }

    [Fact]
    public void A_full_batch_is_sealed_and_goes_without_delay()
    {
        var queue = Queue();
        queue.Open(Batch(1, startedAt: 100));

        Assert.Null(queue.OpenWithRoom(Options.BatchBytesMax, Options.BatchBytesMax));
        Assert.Equal(0, queue.ReadyAt(LingerTicks, isFlushing: false));
    }

    [Fact]
    public void Sequences_follow_one_another_and_a_retry_repeats_its_own()
    {
        var queue = Queue();
        Assert.Equal(0, SendNext(queue, recordCount: 3, producerId: 7));
        queue.Retry(at: 0);
        queue.Take();
        queue.Sequence(7, new ProducerEpoch(0));
        Assert.Equal(0, queue.Current!.BaseSequence);
        queue.Settle();
        Assert.Equal(3, SendNext(queue, recordCount: 2, producerId: 7));
        queue.Settle();
        Assert.Equal(5, SendNext(queue, recordCount: 1, producerId: 7));
        queue.Settle();
        Assert.Equal(0, SendNext(queue, recordCount: 1, producerId: 8));
    }

    [Fact]
    public void Keys_choose_by_murmur2_and_explicit_partitions_win()
    {
        var route = new TopicRoute([.. Enumerable.Range(0, 5).Select(index => new PartitionQueue(new TopicPartition("t", index)))], 8);
        Gen.Byte.Array.Sample(key => Assert.Equal(Murmur2.Partition(key, 5), route.Choose(new ProducerRecord { Key = key })));

        Assert.Equal(4, route.Choose(new ProducerRecord { Key = new byte[] { 1 }, Partition = 4 }));
        Assert.Equal(3, route.Choose(new ProducerRecord()));
        Assert.Equal(3, route.Choose(new ProducerRecord()));
        Assert.Equal(4, route.Advance());
        Assert.Equal(0, route.Advance());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(12)]
    public void Requests_are_what_the_schema_says(int version)
    {
        var queue = Queue();
        queue.Open(Batch(3, startedAt: 0));
        queue.Take().Seal();
        var plan = new ProducePlan(1, -1, 1234, [KeyValuePair.Create("t", new List<PartitionQueue> { queue })]);
        var buffer = new FrameBuffer();
        ProduceWire.WriteRequest(plan, new WireWriter(buffer), (short)version);
        var reader = new WireReader(buffer.Written);
        var request = ProduceRequest.Read(ref reader, (short)version);

        Assert.False(reader.Failed);
        Assert.Equal(0, reader.RemainingCount);
        Assert.Equal((-1, 1234), (request.Acks, request.TimeoutMs));
        Assert.True(RecordBatch.TryRead(request.TopicData[0].PartitionData[0].Records, out var batch));
        Assert.True(batch.IsCrcValid);
        Assert.Equal(3, batch.RecordCount);
    }

    private static PartitionQueue Queue() => new(new TopicPartition("t", 0));

    private static ProduceBatch Batch(int recordCount, long startedAt)
    {
        var batch = new ProduceBatch();
        batch.Start(Options, startedAt);
        for (var index = 0; index < recordCount; index++) batch.Append(new ProducerRecord { Value = new byte[] { 1, 2, 3 } }, 0, false);
        return batch;
    }

    private static int SendNext(PartitionQueue queue, int recordCount, long producerId)
    {
        queue.Open(Batch(recordCount, 0));
        var batch = queue.Take();
        batch.Seal();
        queue.Sequence(producerId, new ProducerEpoch(0));
        Assert.True(RecordBatch.TryRead(batch.Bytes, out var written));
        Assert.True(written.IsCrcValid);
        Assert.Equal((producerId, batch.BaseSequence), (written.ProducerId, written.BaseSequence));
        return batch.BaseSequence;
    }
}
