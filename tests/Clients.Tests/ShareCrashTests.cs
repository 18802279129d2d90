using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Levada.Clients.Tests;

public sealed class ShareCrashTests
{
    private const int RecordCount = 2000;
    private const int ConsumerCount = 3;

    [Theory]
    [InlineData("disk")]
    [InlineData("page-cache")]
    public async Task Nothing_acknowledged_comes_again_after_kills_and_all_else_does(string durability)
    {
        await using var broker = await RunningBroker.StartAsync($"levada.durability={durability}", "share.coordinator.snapshot.update.records.per.snapshot=20");
        await ShareGroupTests.CreateAsync(broker.Bootstrap, "killed", partitionCount: 2, "survivors");
        var history = new History();
        var producing = ProduceAsync(broker.Bootstrap);
        var consuming = Enumerable.Range(0, ConsumerCount).Select(_ => Task.Run(() => Consume(broker.Bootstrap, history))).ToArray();
        for (var kill = 1; kill <= 4; kill++)
        {
            await history.WaitForAsync(kill * RecordCount / 6);
            await broker.KillAsync();
            await broker.StartAgainAsync();
        }

        await producing;
        await history.WaitForAsync(RecordCount);
        history.End();
        await Task.WhenAll(consuming);
        Assert.Equal([], history.Contradictions.Take(5));
        Assert.True(history.AcknowledgedCount > 0);
    }

    private static async Task ProduceAsync(string bootstrap)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = bootstrap, EnableIdempotence = true, LingerMs = 1, BatchNumMessages = 20, ReconnectBackoffMaxMs = 200,
        }).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        await Task.WhenAll(Enumerable.Range(0, RecordCount).Select(i => producer.ProduceAsync("killed", new() { Value = $"record {i}" })));
    }

    private static void Consume(string bootstrap, History history)
    {
        using var consumer = new ShareConsumer(bootstrap, "survivors", "killed", isExplicit: true);
        while (!history.IsOver)
        {
            var records = consumer.Poll(record =>
            {
                history.OnDelivered(record);
                return 1;
            });
            // What is not answered may have been taken or not: nothing is promised of it.
            if (records.Count > 0 && consumer.TryCommit()) history.OnAcknowledged(records);
        }
    }

    /// <summary>What the group was given and what the broker has confirmed to have taken.</summary>
    private sealed class History
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);
        private readonly ConcurrentDictionary<(int Partition, long Offset), string> _acknowledged = new();

        /// <summary>Every value that was given to anybody.</summary>
        public ConcurrentDictionary<string, bool> Delivered { get; } = new();

        public int AcknowledgedCount => _acknowledged.Count;
        public ConcurrentBag<string> Contradictions { get; } = [];
        public bool IsOver { get; private set; }

        public void OnDelivered(ShareRecord record)
        {
            Delivered[record.Value] = true;
            if (_acknowledged.ContainsKey((record.Partition, record.Offset))) Contradictions.Add($"{record} came again");
        }

        public void OnAcknowledged(IEnumerable<ShareRecord> records)
        {
            foreach (var record in records) _acknowledged[(record.Partition, record.Offset)] = record.Value;
        }

        public async Task WaitForAsync(int count)
        {
            using var patience = new CancellationTokenSource(Patience);
            // Deliveries, for an acknowledgement may have been taken by a broker that was killed before it said so.
            while (Delivered.Count < count) await Task.Delay(10, patience.Token);
        }

        public void End() => IsOver = true;
    }
}
