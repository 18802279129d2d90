using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests;

public sealed class RefusedRecordTests(TestBroker broker) : IClassFixture<TestBroker>
{
    private const short FirstNamingRecords = 8;
    private const short LastByName = 12;

    [Fact]
    public void A_refused_batch_names_the_records_at_fault()
    {
        using var wire = broker.Connect();
        CreateCompactTopic(wire, "refused-records");
        for (var version = FirstNamingRecords; version <= LastByName; version++)
        {
            var partition = Produce(wire, version, "refused-records", BatchWithoutKeysAt(1, 3));
            Assert.Equal((ErrorCode.InvalidRecord, -1), (partition.ErrorCode, partition.BaseOffset));
            Assert.Equal([1, 3], partition.RecordErrors.Select(record => record.BatchIndex));
            Assert.All(partition.RecordErrors, record => Assert.NotEmpty(record.BatchIndexErrorMessage!));
        }
    }

    [Fact]
    public void A_client_that_cannot_hear_of_records_hears_of_the_batch()
    {
        using var wire = broker.Connect();
        CreateCompactTopic(wire, "refused-batch");
        var partition = Produce(wire, FirstNamingRecords - 1, "refused-batch", BatchWithoutKeysAt(0));
        Assert.Equal((ErrorCode.InvalidRecord, -1), (partition.ErrorCode, partition.BaseOffset));
    }

    private static void CreateCompactTopic(WireConnection wire, string name)
    {
        var response = wire.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, 7, new()
        {
            Topics = [new() { Name = name, NumPartitions = 1, ReplicationFactor = 1, Configs = [new() { Name = "cleanup.policy", Value = "compact" }] }],
        });
        Assert.Equal(ErrorCode.None, response.Topics.Single().ErrorCode);
    }

    private static ProduceResponse.PartitionProduceResponse Produce(WireConnection wire, short version, string topic, byte[] batch) =>
        wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, version, new()
        {
            Acks = -1,
            TimeoutMs = 120_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = 0, Records = batch }] }],
        }).Responses.Single().PartitionResponses.Single();

    /// <summary>A batch of five records, of which those named have no key.</summary>
    private static byte[] BatchWithoutKeysAt(params int[] keyless)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions());
        for (var i = 0; i < 5; i++)
            builder.Append(i + 1, keyless.Contains(i) ? NullableBytes.Null : new NullableBytes("key"u8), new NullableBytes("value"u8));
        var buffer = new FrameBuffer();
        builder.Build(buffer);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }
}
