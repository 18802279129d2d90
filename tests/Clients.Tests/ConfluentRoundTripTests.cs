using System.Text;
using Confluent.Kafka;

namespace Levada.Clients.Tests;

public sealed class ConfluentRoundTripTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int LargestBytes = 8 * 1024 * 1024;

    [Theory]
    [InlineData(CompressionType.None, false)]
    [InlineData(CompressionType.Gzip, false)]
    [InlineData(CompressionType.Snappy, true)]
    [InlineData(CompressionType.Lz4, true)]
    [InlineData(CompressionType.Zstd, true)]
    public async Task Records_of_one_byte_to_eight_megabytes_come_back_equal(CompressionType codec, bool isIdempotent)
    {
        var topic = $"sizes-{codec}";
        var sizes = new[] { 1, 2, 100, 1023, 65_536, 1_000_000, LargestBytes };
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = broker.Bootstrap, CompressionType = codec, EnableIdempotence = isIdempotent, MessageMaxBytes = 10_000_000,
        }).Build();

        foreach (var size in sizes) await producer.ProduceAsync(topic, new() { Key = BitConverter.GetBytes(size), Value = Value(size) });

        var records = Consume(topic, sizes.Length);
        Assert.Equal(sizes, records.Select(record => BitConverter.ToInt32(record.Message.Key)));
        Assert.All(records, record => Assert.Equal(Value(BitConverter.ToInt32(record.Message.Key)), record.Message.Value));
        Assert.Equal(Enumerable.Range(0, sizes.Length).Select(offset => (long)offset), records.Select(record => record.Offset.Value));
    }

    [Fact]
    public async Task Nulls_headers_and_timestamps_come_back_as_they_were()
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = broker.Bootstrap }).Build();
        var headers = new Headers { { "trace", Encoding.UTF8.GetBytes("1") }, { "trace", Encoding.UTF8.GetBytes("2") }, { "empty", [] }, { "null", null } };
        var time = new Timestamp(1_700_000_000_123, TimestampType.CreateTime);

        await producer.ProduceAsync("nulls", new() { Key = null!, Value = null!, Headers = headers, Timestamp = time });

        var record = Consume("nulls", 1).Single();
        Assert.Null(record.Message.Key);
        Assert.Null(record.Message.Value);
        Assert.Equal(time, record.Message.Timestamp);
        Assert.Equal(["trace=1", "trace=2", "empty=", "null=NULL"], record.Message.Headers.Select(header => $"{header.Key}={(header.GetValueBytes() is { } bytes ? Encoding.UTF8.GetString(bytes) : "NULL")}"));
    }

    [Fact]
    public async Task A_record_above_the_topics_bound_is_refused_and_nothing_of_it_is_kept()
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = broker.Bootstrap, MessageMaxBytes = 40_000_000,
        }).Build();

        var refusal = await Assert.ThrowsAsync<ProduceException<Null, byte[]>>(() => producer.ProduceAsync("too-large", new() { Value = Value(25_000_000) }));
        await producer.ProduceAsync("too-large", new() { Value = [1] });

        Assert.Equal(ErrorCode.MsgSizeTooLarge, refusal.Error.Code);
        Assert.Equal([1], Consume("too-large", 1).Single().Message.Value);
    }

    private static byte[] Value(int size)
    {
        var value = new byte[size];
        new Random(size).NextBytes(value);
        return value;
    }

    private List<ConsumeResult<byte[], byte[]>> Consume(string topic, int count)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker.Bootstrap, GroupId = "unused", EnableAutoCommit = false, FetchMaxBytes = 20_000_000, MessageMaxBytes = 10_000_000,
        }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (records.Count < count)
            records.Add(consumer.Consume(TimeSpan.FromMinutes(2)) ?? throw new TimeoutException($"{records.Count} of {count} records came."));
        return records;
    }
}
