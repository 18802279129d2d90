using System.Text;
using Levada.Client.Consuming;
using Levada.Protocol;
using Levada.Records;
using Record = Levada.Records.Record;

namespace Levada.Client.Tests;

public sealed class FetchWireTests
{
    // Body of a Fetch version 11 answer of librdkafka's mock broker: two records k=v1, k=v2 with a header, in t2-0.
    private static readonly byte[] Answer = Convert.FromHexString(
        "00000000000000000000000000010002743200000001000000000000000000000000000200000000000000020000000000000000"
        + "00000000ffffffff0000005900000000000000000000004d00000000023941415b000000000001000001a206f97bae000001a206f97bae"
        + "ffffffffffffffffffffffffffff000000021a000000026b04763102026802311a000002026b0476320202680231");

    [Fact]
    public void Records_of_an_answer_are_read_in_place()
    {
        var partition = Assert.Single(FetchWire.ReadResponse(Answer, 11, out var error)!);

        Assert.Equal(ErrorCode.None, error);
        Assert.Equal(new TopicPartition("t2", 0), partition.Partition);
        Assert.Equal((2, 2, 0), (partition.HighWatermark, partition.LastStableOffset, partition.LogStartOffset));
        Assert.Equal(["0:k=v1 h=1", "1:k=v2 h=1"], Texts(partition));
    }

    [Fact]
    public void Records_before_the_position_are_left_out()
    {
        var partition = Assert.Single(FetchWire.ReadResponse(Answer, 11, out _)!);
        partition.FetchOffset = 1;

        Assert.Equal(["1:k=v2 h=1"], Texts(partition));
    }

    [Fact]
    public void A_cut_answer_is_no_answer()
    {
        for (var length = 0; length < Answer.Length; length++) Assert.Null(FetchWire.ReadResponse(Answer.AsMemory(0, length), 11, out _));
    }

    [Fact]
    public void A_flipped_bit_in_a_batch_is_reported()
    {
        var damaged = (byte[])Answer.Clone();
        damaged[^1] ^= 1;
        var partition = Assert.Single(FetchWire.ReadResponse(damaged, 11, out _)!);
        var reader = new FetchedRecordReader(partition, new FrameBuffer());

        Assert.False(reader.TryRead(out _));
        Assert.NotNull(reader.Damage);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    [InlineData(12)]
    public void Requests_are_what_the_schema_says(int version)
    {
        var plan = new FetchPlan(new FetchOptions(), [("orders", [(3, 17L), (0, 5L)])]);
        var buffer = new FrameBuffer();
        FetchWire.WriteRequest(plan, new WireWriter(buffer), (short)version);
        var reader = new WireReader(buffer.Written);
        var request = Levada.Protocol.Messages.FetchRequest.Read(ref reader, (short)version);

        Assert.False(reader.Failed);
        Assert.Equal(0, reader.RemainingCount);
        Assert.Equal((-1, 500, 1, 50 * 1024 * 1024, 1), (request.ReplicaId, request.MaxWaitMs, request.MinBytes, request.MaxBytes, (int)request.IsolationLevel));
        var topic = Assert.Single(request.Topics);
        Assert.Equal("orders", topic.Topic);
        Assert.Equal([(3, 17L), (0, 5L)], topic.Partitions.Select(partition => (partition.Partition, partition.FetchOffset)));
        Assert.All(topic.Partitions, partition => Assert.Equal(1024 * 1024, partition.PartitionMaxBytes));
    }

    private static List<string> Texts(FetchedPartition partition)
    {
        var texts = new List<string>();
        var reader = new FetchedRecordReader(partition, new FrameBuffer());
        while (reader.TryRead(out var record)) texts.Add(Text(record));
        Assert.Null(reader.Damage);
        return texts;
    }

    private static string Text(Record record)
    {
        var text = $"{record.Offset}:{Encoding.UTF8.GetString(record.Key)}={Encoding.UTF8.GetString(record.Value)}";
        foreach (var header in record.Headers) text += $" {Encoding.UTF8.GetString(header.Key)}={Encoding.UTF8.GetString(header.Value)}";
        return text;
    }
}
