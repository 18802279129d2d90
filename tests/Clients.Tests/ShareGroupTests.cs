using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Levada.Clients.Tests;

public sealed class ShareGroupTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Two_members_share_the_records_of_a_topic_and_each_record_is_taken_once()
    {
        await CreateAsync("shared", partitionCount: 1, "sharers");
        await ProduceAsync(broker.Bootstrap, "shared", 0, 500);
        using var first = new ShareConsumer(broker.Bootstrap, "sharers", "shared");
        using var second = new ShareConsumer(broker.Bootstrap, "sharers", "shared");
        var taken = new List<string>();
        await UntilAsync(() => taken.AddRange(first.Poll().Concat(second.Poll()).Select(record => record.Value)), () => taken.Count >= 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"record {i}").Order(), taken.Order());
    }

    [Fact]
    public async Task Released_records_come_again_and_rejected_ones_do_not()
    {
        await CreateAsync("judged", partitionCount: 1, "judges");
        await ProduceAsync(broker.Bootstrap, "judged", 0, 30);
        using var consumer = new ShareConsumer(broker.Bootstrap, "judges", "judged", isExplicit: true);
        var deliveries = new Dictionary<long, int>();
        var doneCount = 0;
        int Judge(ShareRecord record)
        {
            var count = deliveries[record.Offset] = deliveries.GetValueOrDefault(record.Offset) + 1;
            if (record.Offset % 3 == 1 && count == 1) return 2;
            doneCount++;
            return record.Offset % 3 == 2 ? 3 : 1;
        }

        await UntilAsync(
            () =>
            {
                consumer.Poll(Judge);
                Assert.True(consumer.TryCommit());
            },
            () => doneCount >= 30);
        Assert.All(deliveries, pair => Assert.Equal(pair.Key % 3 == 1 ? 2 : 1, pair.Value));
    }

    [Fact]
    public async Task What_a_member_held_goes_to_another_when_it_leaves()
    {
        await CreateAsync("inherited", partitionCount: 1, "heirs");
        await ProduceAsync(broker.Bootstrap, "inherited", 0, 10);
        using (var leaver = new ShareConsumer(broker.Bootstrap, "heirs", "inherited", isExplicit: true))
        {
            var held = 0;
            await UntilAsync(() => held += leaver.Poll(record => record.Offset < 5 ? 1 : 2).Count, () => held >= 10);
            Assert.True(leaver.TryCommit());
        }

        using var heir = new ShareConsumer(broker.Bootstrap, "heirs", "inherited");
        var inherited = new List<long>();
        await UntilAsync(() => inherited.AddRange(heir.Poll().Select(record => record.Offset)), () => inherited.Count >= 5);
        Assert.Equal([5, 6, 7, 8, 9], inherited.Order());
    }

    internal static async Task ProduceAsync(string bootstrap, string topic, int first, int count)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = bootstrap, LingerMs = 1 }).Build();
        await Task.WhenAll(Enumerable.Range(first, count).Select(i => producer.ProduceAsync(topic, new() { Value = $"record {i}" })));
    }

    /// <summary>A group that begins at the first record, and the topic it reads.</summary>
    internal static async Task CreateAsync(string bootstrap, string topic, int partitionCount, string group, params string[] configs)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitionCount, ReplicationFactor = 1 }]);
        await Tool.RunAsync(
            RunningBroker.ProgramPath(),
            ["config", "set", "-b", bootstrap, "group", group, "share.auto.offset.reset=earliest", .. configs]);
    }

    internal static async Task UntilAsync(Action step, Func<bool> isDone)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isDone())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Run(step, patience.Token);
        }
    }

    private Task CreateAsync(string topic, int partitionCount, string group) => CreateAsync(broker.Bootstrap, topic, partitionCount, group);
}
