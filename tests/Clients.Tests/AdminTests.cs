using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Levada.Clients.Tests;

public sealed class AdminTests : IClassFixture<BrokerFixture>, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string _bootstrap;
    private readonly IAdminClient _admin;

    public AdminTests(BrokerFixture broker)
    {
        _bootstrap = broker.Bootstrap;
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = _bootstrap }).Build();
    }

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task Topics_are_created_described_grown_and_deleted()
    {
        await CreateAsync("life", partitionCount: 2);
        var twice = await Assert.ThrowsAsync<CreateTopicsException>(() => CreateAsync("life", partitionCount: 2));
        Assert.Equal(ErrorCode.TopicAlreadyExists, twice.Results.Single().Error.Code);
        await _admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "life", IncreaseTo = 5 }]);

        var described = (await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(["life"]))).TopicDescriptions.Single();
        Assert.Equal(5, described.Partitions.Count);
        Assert.Equal(5, _admin.GetMetadata("life", Patience).Topics.Single().Partitions.Count);
        Assert.Equal(described.TopicId.ToString(), (await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(["life"]))).TopicDescriptions.Single().TopicId.ToString());
        await _admin.DeleteTopicsAsync(["life"]);

        var gone = await Assert.ThrowsAsync<DeleteTopicsException>(() => _admin.DeleteTopicsAsync(["life"]));
        Assert.Equal(ErrorCode.UnknownTopicOrPart, gone.Results.Single().Error.Code);
    }

    [Fact]
    public async Task Configurations_are_described_and_altered()
    {
        await CreateAsync("configured", configs: new() { ["retention.ms"] = "5000" });
        var resource = new ConfigResource { Type = ResourceType.Topic, Name = "configured" };
        Assert.Equal(("5000", ConfigSource.DynamicTopicConfig), await DescribeAsync(resource, "retention.ms"));

        await _admin.IncrementalAlterConfigsAsync(new()
        {
            [resource] =
            [
                new() { Name = "cleanup.policy", Value = "compact", IncrementalOperation = AlterConfigOpType.Append },
                new() { Name = "retention.ms", IncrementalOperation = AlterConfigOpType.Delete },
            ],
        });

        Assert.Equal(("delete,compact", ConfigSource.DynamicTopicConfig), await DescribeAsync(resource, "cleanup.policy"));
        Assert.Equal(ConfigSource.DefaultConfig, (await DescribeAsync(resource, "retention.ms")).Source);
        var refused = await Assert.ThrowsAsync<IncrementalAlterConfigsException>(() => _admin.IncrementalAlterConfigsAsync(new()
        {
            [resource] = [new() { Name = "retention.ms", Value = "soon", IncrementalOperation = AlterConfigOpType.Set }],
        }));
        Assert.Equal(ErrorCode.InvalidConfig, refused.Results.Single().Error.Code);
        var broker = new ConfigResource { Type = ResourceType.Broker, Name = "1" };
        Assert.Equal(("20000000", ConfigSource.StaticBrokerConfig), await DescribeAsync(broker, "message.max.bytes"));
    }

    [Fact]
    public async Task Records_before_an_offset_are_deleted()
    {
        await CreateAsync("shortened");
        await ProduceAsync("shortened", 10);

        var deleted = await _admin.DeleteRecordsAsync([new TopicPartitionOffset("shortened", 0, 4)]);

        Assert.Equal(4, deleted.Single().Offset.Value);
        Assert.Equal(4, await ListOffsetAsync("shortened", OffsetSpec.Earliest()));
        Assert.Equal(10, await ListOffsetAsync("shortened", OffsetSpec.Latest()));
        using var consumer = Consumer("shortened");
        consumer.Assign(new TopicPartitionOffset("shortened", 0, Offset.Beginning));
        Assert.Equal(4, consumer.Consume(Patience).Offset.Value);
    }

    [Fact]
    public async Task Offsets_are_found_by_time()
    {
        await CreateAsync("timed");
        await ProduceAsync("timed", 10);

        Assert.Equal(3, await ListOffsetAsync("timed", OffsetSpec.ForTimestamp(TimeOf(3))));
        Assert.Equal(9, await ListOffsetAsync("timed", OffsetSpec.MaxTimestamp()));
        using var consumer = Consumer("timed");
        var found = consumer.OffsetsForTimes(
            [new("timed", 0, new Timestamp(TimeOf(6) - 1, TimestampType.CreateTime))], Patience);
        var afterAll = consumer.OffsetsForTimes([new("timed", 0, new Timestamp(TimeOf(99), TimestampType.CreateTime))], Patience);

        Assert.Equal(6, found.Single().Offset.Value);
        Assert.Equal(Offset.End, afterAll.Single().Offset);
    }

    [Fact]
    public async Task Groups_are_listed_described_altered_and_deleted()
    {
        await CreateAsync("grouped");
        using (var member = new GroupMember(new ConsumerConfig { BootstrapServers = _bootstrap, GroupId = "grouped", ClientId = "a-member", SessionTimeoutMs = 120_000, HeartbeatIntervalMs = 200 }, "grouped"))
        {
            member.WaitUntil("held its partition", m => m.Partitions.Count == 1);
            var group = (await _admin.DescribeConsumerGroupsAsync(["grouped"])).ConsumerGroupDescriptions.Single();
            Assert.Equal((ConsumerGroupState.Stable, "range"), (group.State, group.PartitionAssignor));
            Assert.Equal(("a-member", "grouped"), (group.Members.Single().ClientId, group.Members.Single().Assignment.TopicPartitions.Single().Topic));
            var listed = await _admin.ListConsumerGroupsAsync(new ListConsumerGroupsOptions { MatchStates = [ConsumerGroupState.Stable] });
            Assert.Contains(listed.Valid, entry => entry.GroupId == "grouped");
            var refused = await Assert.ThrowsAsync<DeleteGroupsException>(() => _admin.DeleteGroupsAsync(["grouped"]));
            Assert.Equal(ErrorCode.NonEmptyGroup, refused.Results.Single().Error.Code);
        }

        await _admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets("grouped", [new("grouped", 0, 7)])]);
        var offsets = await _admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions("grouped", [new("grouped", 0)])]);
        Assert.Equal(7, offsets.Single().Partitions.Single().Offset.Value);
        await _admin.DeleteConsumerGroupOffsetsAsync("grouped", [new("grouped", 0)]);
        await _admin.DeleteGroupsAsync(["grouped"]);
        Assert.DoesNotContain((await _admin.ListConsumerGroupsAsync()).Valid, entry => entry.GroupId == "grouped");
    }

    [Fact]
    public async Task The_cluster_describes_itself()
    {
        var cluster = await _admin.DescribeClusterAsync(new DescribeClusterOptions { IncludeAuthorizedOperations = true });

        Assert.Equal(_bootstrap, $"{cluster.Nodes.Single().Host}:{cluster.Nodes.Single().Port}");
        Assert.Equal(cluster.Nodes.Single().Id, cluster.Controller.Id);
        Assert.NotEmpty(cluster.ClusterId);
        Assert.NotEmpty(cluster.AuthorizedOperations);
    }

    private static long TimeOf(int record) => 1_700_000_000_000 + (record * 1000);

    private async Task CreateAsync(string topic, int partitionCount = 1, Dictionary<string, string>? configs = null) =>
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitionCount, ReplicationFactor = 1, Configs = configs }]);

    private async Task<(string Value, ConfigSource Source)> DescribeAsync(ConfigResource resource, string name)
    {
        var entry = (await _admin.DescribeConfigsAsync([resource])).Single().Entries[name];
        return (entry.Value, entry.Source);
    }

    private async Task<long> ListOffsetAsync(string topic, OffsetSpec spec)
    {
        var listed = await _admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = spec }]);
        return listed.ResultInfos.Single().TopicPartitionOffsetError.Offset.Value;
    }

    private IConsumer<string, string> Consumer(string group) =>
        new ConsumerBuilder<string, string>(new ConsumerConfig { BootstrapServers = _bootstrap, GroupId = $"readers-of-{group}" }).Build();

    private async Task ProduceAsync(string topic, int count)
    {
        using var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _bootstrap }).Build();
        for (var i = 0; i < count; i++)
            await producer.ProduceAsync(topic, new() { Value = $"{i}", Timestamp = new Timestamp(TimeOf(i), TimestampType.CreateTime) });
    }
}
