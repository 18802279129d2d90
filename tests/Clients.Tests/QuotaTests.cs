using System.Text.Json;
using Confluent.Kafka;

namespace Levada.Clients.Tests;

public sealed class QuotaTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    // More in one request than a second allows ten times over, which is what the rate is taken over: however slow the machine.
    private const int LargeBytes = 11_000_000;
    private const int SmallCount = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_producer_above_its_quota_is_throttled_and_loses_nothing()
    {
        const string clientId = "bounded-loader";
        await Tool.RunAsync(RunningBroker.ProgramPath(), ["quota", "set", "--client", clientId, "producer_byte_rate=1000000", "-b", broker.Bootstrap]);
        var throttleMsMax = 0L;
        var failures = 0;
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = broker.Bootstrap, ClientId = clientId, StatisticsIntervalMs = 50, MessageMaxBytes = 2 * LargeBytes,
        }).SetStatisticsHandler((_, json) => Volatile.Write(ref throttleMsMax, Math.Max(throttleMsMax, ThrottleMsOf(json)))).Build();

        producer.Produce("bounded", new() { Value = new byte[LargeBytes] }, Count);
        for (var i = 0; i < SmallCount; i++) producer.Produce("bounded", new() { Value = new byte[100] }, Count);
        Assert.Equal(0, producer.Flush(Patience));
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref throttleMsMax) > 0, Patience), "No response told of a throttle.");
        Assert.Equal(0, failures);
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = broker.Bootstrap, GroupId = "quotas" }).Build();
        Assert.Equal(1 + SmallCount, consumer.QueryWatermarkOffsets(new TopicPartition("bounded", 0), Patience).High.Value);

        void Count(DeliveryReport<Null, byte[]> report) => failures += report.Error.IsError ? 1 : 0;
    }

    private static long ThrottleMsOf(string statistics)
    {
        using var document = JsonDocument.Parse(statistics);
        return document.RootElement.GetProperty("brokers").EnumerateObject()
            .Select(node => node.Value.TryGetProperty("throttle", out var throttle) ? throttle.GetProperty("max").GetInt64() : 0).DefaultIfEmpty().Max();
    }
}
