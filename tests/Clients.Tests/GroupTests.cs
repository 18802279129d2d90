using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Levada.Clients.Tests;

public sealed class GroupTests(BrokerFixture broker) : IClassFixture<BrokerFixture>
{
    private const int PartitionCount = 4;

    [Fact]
    public async Task An_eager_group_gives_everything_up_and_shares_it_anew()
    {
        await CreateTopicAsync("eager");
        using var first = Join("eager", PartitionAssignmentStrategy.Range);
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        using var second = Join("eager", PartitionAssignmentStrategy.Range);
        second.WaitUntil("held its half", member => member.Partitions.Count == 2);
        first.WaitUntil("held its half", member => member.Partitions.Count == 2);

        Assert.Equal([0, 1, 2, 3], first.Revocations[0]);
        Assert.Equal([0, 1, 2, 3], first.Partitions.Concat(second.Partitions).Order());
        second.Close();
        first.WaitUntil("held all again", member => member.Partitions.Count == PartitionCount);
    }

    [Fact]
    public async Task A_cooperative_group_moves_only_what_must_move()
    {
        await CreateTopicAsync("cooperative");
        using var first = Join("cooperative", PartitionAssignmentStrategy.CooperativeSticky);
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        using var second = Join("cooperative", PartitionAssignmentStrategy.CooperativeSticky);
        second.WaitUntil("held its half", member => member.Partitions.Count == 2);
        first.WaitUntil("held its half", member => member.Partitions.Count == 2);

        Assert.Equal(2, Assert.Single(first.Revocations, revoked => revoked.Length > 0).Length);
        Assert.Equal([0, 1, 2, 3], first.Partitions.Concat(second.Partitions).Order());
        second.Close();
        first.WaitUntil("held all again", member => member.Partitions.Count == PartitionCount);
    }

    [Fact]
    public async Task A_static_member_that_comes_back_gets_its_partitions_and_disturbs_nobody()
    {
        await CreateTopicAsync("static");
        using var first = Join("static", PartitionAssignmentStrategy.Range, instance: "one");
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        using var second = Join("static", PartitionAssignmentStrategy.Range, instance: "two");
        second.WaitUntil("held its half", member => member.Partitions.Count == 2);
        first.WaitUntil("held its half", member => member.Partitions.Count == 2);
        var (assignmentCount, held) = (first.Assignments.Count, second.Partitions);

        second.Close();
        using var third = Join("static", PartitionAssignmentStrategy.Range, instance: "two");
        third.WaitUntil("held what its predecessor held", member => member.Partitions.SequenceEqual(held));
        await ProduceAsync("static", 40);
        third.WaitUntil("read its share", member => member.Values.Count == 20);
        first.WaitUntil("read its share", member => member.Values.Count == 20);

        Assert.Equal(assignmentCount, first.Assignments.Count);
    }

    [Fact]
    public async Task A_member_that_vanishes_is_replaced_when_its_session_ends()
    {
        await CreateTopicAsync("vanished");
        using var first = Join("vanished", PartitionAssignmentStrategy.Range);
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        // A static member does not say that it leaves: to the broker this is a death.
        using (var second = Join("vanished", PartitionAssignmentStrategy.Range, instance: "mortal", sessionTimeoutMs: 5000))
        {
            second.WaitUntil("held its half", member => member.Partitions.Count == 2);
            first.WaitUntil("held its half", member => member.Partitions.Count == 2);
        }

        first.WaitUntil("held all again", member => member.Partitions.Count == PartitionCount);
    }

    [Fact]
    public async Task Committed_offsets_outlive_a_restart_and_a_kill()
    {
        await using var own = await RunningBroker.StartAsync("num.partitions=2");
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = own.Bootstrap }).Build();
        for (var i = 0; i < 10; i++) await producer.ProduceAsync(new TopicPartition("kept", i % 2), new() { Value = $"{i}" });
        Commit(own, [new("kept", 0, 3), new("kept", 1, 5)]);

        Assert.Equal(0, await own.StopAsync());
        await own.StartAgainAsync();
        Assert.Equal([3, 5], Committed(own));
        Commit(own, [new("kept", 0, 4)]);
        await own.KillAsync();
        await own.StartAgainAsync();

        Assert.Equal([4, 5], Committed(own));
    }

    private static void Commit(RunningBroker broker, TopicPartitionOffset[] offsets)
    {
        using var consumer = Consumer(broker);
        consumer.Commit(offsets);
    }

    private static IEnumerable<int> Committed(RunningBroker broker)
    {
        using var consumer = Consumer(broker);
        return consumer.Committed([new("kept", 0), new("kept", 1)], TimeSpan.FromMinutes(2)).Select(offset => (int)offset.Offset.Value);
    }

    private static IConsumer<string, string> Consumer(RunningBroker broker) => new ConsumerBuilder<string, string>(new ConsumerConfig
    {
        BootstrapServers = broker.Bootstrap, GroupId = "kept", EnableAutoCommit = false,
    }).Build();

    private GroupMember Join(string topic, PartitionAssignmentStrategy strategy, string? instance = null, int sessionTimeoutMs = 120_000) => new(
        new ConsumerConfig
        {
            BootstrapServers = broker.Bootstrap,
            GroupId = $"group-{topic}",
            GroupInstanceId = instance,
            PartitionAssignmentStrategy = strategy,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            SessionTimeoutMs = sessionTimeoutMs,
            HeartbeatIntervalMs = 200,
        },
        topic);

    private async Task CreateTopicAsync(string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = PartitionCount, ReplicationFactor = 1 }]);
    }

    private async Task ProduceAsync(string topic, int count)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = broker.Bootstrap }).Build();
        for (var i = 0; i < count; i++) await producer.ProduceAsync(new TopicPartition(topic, i % PartitionCount), new() { Value = $"{i}" });
    }
}
