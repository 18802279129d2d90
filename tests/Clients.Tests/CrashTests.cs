using System.Net;
using Confluent.Kafka;

namespace Levada.Clients.Tests;

public sealed class CrashTests
{
    private const int PartitionCount = 4;

    /// <summary>How often the broker is killed; more by LEVADA_KILLS.</summary>
    private static readonly int KillCount = int.Parse(Environment.GetEnvironmentVariable("LEVADA_KILLS") ?? "5");

    [Theory]
    [InlineData("disk", 20260101)]
    [InlineData("page-cache", 20260102)]
    public async Task What_was_acknowledged_outlives_kills_under_load_and_no_offset_has_two_values(string durability, int seed)
    {
        var random = new Random(seed);
        await using var broker = await RunningBroker.StartAsync($"levada.durability={durability}", $"num.partitions={PartitionCount}", "log.segment.bytes=1048576");
        using var load = new Load(broker.Bootstrap, "killed", PartitionCount);
        using var reader = new PartitionFollower(broker.Bootstrap, "killed", PartitionCount);
        for (var kill = 0; kill < KillCount; kill++)
        {
            await load.WaitForProgressAsync(random.Next(1, 40));
            await broker.KillAsync();
            await broker.StartAgainAsync();
        }

        await load.WaitForProgressAsync(5);
        load.Finish();
        using var final = new PartitionFollower(broker.Bootstrap, "killed", PartitionCount);
        final.WaitForCount(load.ProducedCount);
        reader.WaitForCount(load.ProducedCount);
        var values = final.Values;

        Assert.Equal([], load.Failures.Take(5));
        Assert.Equal(load.ProducedCount, load.Acknowledged.Count);
        Assert.Equal([], load.Acknowledged.Where(record => values[record.Key] != record.Value).Take(5));
        Assert.Equal([], reader.Values.Where(record => values[record.Key] != record.Value).Take(5));
        Assert.Equal(load.ProducedCount, values.Values.Distinct().Count());
        Assert.Equal(load.ProducedCount, values.Count);
        Assert.Equal([], reader.Contradictions.Take(5));
        TestContext.Current.TestOutputHelper?.WriteLine($"{KillCount} kills, {load.ProducedCount} records");
    }

    [Theory]
    [InlineData("disk")]
    [InlineData("page-cache")]
    public async Task Five_unacknowledged_batches_are_retried_across_a_kill_without_error_or_duplicate(string durability)
    {
        await using var proxy = new AnswerHoldingProxy();
        await using var broker = await RunningBroker.StartAsync($"levada.durability={durability}", $"advertised.listeners=PLAINTEXT://{proxy.Address}");
        proxy.ConnectTo(new IPEndPoint(IPAddress.Loopback, broker.Port));
        var fatal = new List<Error>();
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = proxy.Address, EnableIdempotence = true, LingerMs = 0, BatchNumMessages = 1, MaxInFlight = 5, ReconnectBackoffMaxMs = 100,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => { if (error.IsFatal) fatal.Add(error); }).Build();
        for (var i = 0; i < 3; i++) await producer.ProduceAsync("retried", new() { Value = $"before {i}" });

        proxy.HoldAnswers();
        var deliveries = Enumerable.Range(0, 5).Select(i => producer.ProduceAsync("retried", new() { Value = $"held {i}" })).ToArray();
        await proxy.WaitForHeldAnswersAsync(5);
        Assert.All(deliveries, delivery => Assert.False(delivery.IsCompleted));
        await broker.KillAsync();
        proxy.PassAnswers();
        await broker.StartAgainAsync();

        Assert.Equal([3, 4, 5, 6, 7], (await Task.WhenAll(deliveries)).Select(delivery => delivery.Offset.Value));
        Assert.Equal(8, (await producer.ProduceAsync("retried", new() { Value = "after" })).Offset.Value);
        Assert.Empty(fatal);
        using var reader = new PartitionFollower(broker.Bootstrap, "retried", 1);
        reader.WaitForCount(9);
        Assert.Equal(
            ["before 0", "before 1", "before 2", "held 0", "held 1", "held 2", "held 3", "held 4", "after"],
            reader.Values.OrderBy(record => record.Key.Offset).Select(record => record.Value));
    }
}
