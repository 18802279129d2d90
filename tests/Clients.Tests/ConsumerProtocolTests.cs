using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Levada.Clients.Tests;

/// <summary>librdkafka with <c>group.protocol=consumer</c> (KIP-848).</summary>
public sealed class ConsumerProtocolTests : IAsyncLifetime
{
    private const int PartitionCount = 4;
    private RunningBroker? _broker;

    private RunningBroker Broker => _broker!;

    public async ValueTask InitializeAsync() => _broker = await RunningBroker.StartAsync(
        "group.consumer.min.heartbeat.interval.ms=100",
        "group.consumer.heartbeat.interval.ms=200",
        "group.consumer.min.session.timeout.ms=1000",
        "group.consumer.session.timeout.ms=60000",
        "group.consumer.assignment.interval.ms=0",
        "group.min.session.timeout.ms=1000",
        "group.initial.rebalance.delay.ms=0");

    public ValueTask DisposeAsync() => Broker.DisposeAsync();

    [Fact]
    public async Task Members_give_up_and_get_only_what_moves()
    {
        await CreateTopicAsync("moving");
        using var first = Join("moving");
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        using var second = Join("moving");
        second.WaitUntil("held its half", member => member.Partitions.Count == 2);
        first.WaitUntil("held its half", member => member.Partitions.Count == 2);

        Assert.Equal(2, Assert.Single(first.Revocations, revoked => revoked.Length > 0).Length);
        Assert.Equal([0, 1, 2, 3], first.Partitions.Concat(second.Partitions).Order());
        await ProduceAsync("moving", 40);
        first.WaitUntil("read its share", member => member.Values.Count == 20);
        second.WaitUntil("read its share", member => member.Values.Count == 20);
        second.Close();
        first.WaitUntil("held all again", member => member.Partitions.Count == PartitionCount);
    }

    [Fact]
    public async Task A_static_member_that_comes_back_gets_its_partitions_and_disturbs_nobody()
    {
        await CreateTopicAsync("static");
        using var first = Join("static", instance: "one");
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        using var second = Join("static", instance: "two");
        second.WaitUntil("held its half", member => member.Partitions.Count == 2);
        first.WaitUntil("held its half", member => member.Partitions.Count == 2);
        var (assignmentCount, held) = (first.Assignments.Count, second.Partitions);

        second.Close();
        using var third = Join("static", instance: "two");
        third.WaitUntil("held what its predecessor held", member => member.Partitions.SequenceEqual(held));
        Assert.Equal(assignmentCount, first.Assignments.Count);
    }

    [Fact]
    public async Task A_group_goes_on_where_it_was_after_its_broker_was_killed()
    {
        await CreateTopicAsync("killed");
        using var first = Join("killed");
        using var second = Join("killed");
        first.WaitUntil("held its half", member => member.Partitions.Count == 2);
        second.WaitUntil("held its half", member => member.Partitions.Count == 2);
        await ProduceAsync("killed", 20);
        first.WaitUntil("read its share", member => member.Values.Count == 10);
        second.WaitUntil("read its share", member => member.Values.Count == 10);
        second.Close();
        first.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);

        await Broker.KillAsync();
        await Broker.StartAgainAsync();
        await ProduceAsync("killed", 20);

        // What the other had read and committed when it left is not read again.
        first.WaitUntil("read all that was new", member => member.Values.Count == 30);
        Assert.Equal(PartitionCount, first.Partitions.Count);
    }

    [Fact]
    public async Task A_pattern_finds_topics_that_come_later()
    {
        await CreateTopicAsync("re-a");
        await CreateTopicAsync("other");
        using var member = Join("^re-.*", "group-re");
        member.WaitUntil("held the first topic", one => one.Assignments.Sum(assigned => assigned.Length) == PartitionCount);
        await CreateTopicAsync("re-b");
        member.WaitUntil("held the second topic too", one => one.Assignments.Sum(assigned => assigned.Length) == 2 * PartitionCount);
    }

    [Fact]
    public async Task A_classic_group_is_taken_over_while_it_runs_and_given_back()
    {
        await CreateTopicAsync("taken");
        using var classic = Join("taken", protocol: GroupProtocol.Classic);
        classic.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
        using (var modern = Join("taken"))
        {
            modern.WaitUntil("held its half", member => member.Partitions.Count == 2);
            classic.WaitUntil("held its half", member => member.Partitions.Count == 2);
            await ProduceAsync("taken", 40);
            modern.WaitUntil("read its share", member => member.Values.Count == 20);
            classic.WaitUntil("read its share", member => member.Values.Count == 20);
        }

        classic.WaitUntil("held all again", member => member.Partitions.Count == PartitionCount);
        using var last = Join("taken");
        last.WaitUntil("held its half", member => member.Partitions.Count == 2);
        classic.Close();
        last.WaitUntil("held all", member => member.Partitions.Count == PartitionCount);
    }

    private GroupMember Join(string topic, string? group = null, string? instance = null, GroupProtocol protocol = GroupProtocol.Consumer)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = Broker.Bootstrap,
            GroupId = group ?? $"group-{topic}",
            GroupInstanceId = instance,
            GroupProtocol = protocol,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            AutoCommitIntervalMs = 200,
            TopicMetadataRefreshIntervalMs = 500,
        };
        if (protocol == GroupProtocol.Classic) (config.SessionTimeoutMs, config.HeartbeatIntervalMs) = (120_000, 200);
        return new GroupMember(config, topic);
    }

    private async Task CreateTopicAsync(string topic)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Broker.Bootstrap }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = PartitionCount, ReplicationFactor = 1 }]);
    }

    private async Task ProduceAsync(string topic, int count)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = Broker.Bootstrap }).Build();
        for (var i = 0; i < count; i++) await producer.ProduceAsync(new TopicPartition(topic, i % PartitionCount), new() { Value = $"{i}" });
    }
}
