using Levada.Metadata.Configs;
using Levada.Metadata.Controller;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Tests.Controller;

public sealed class TopicCreationTests
{
    private readonly Fixture _one = Fixture.WithBrokers(1);

    [Fact]
    public void A_topic_gets_an_id_its_partitions_and_a_leader_each()
    {
        var result = _one.CreateTopic("a", partitions: 3);

        Assert.Equal(ErrorCode.None, result.ErrorCode);
        Assert.Equal(3, result.NumPartitions);
        Assert.Equal(1, result.ReplicationFactor);
        var topic = _one.Image.Topics.Find("a")!;
        Assert.Equal(topic.Id, result.TopicId);
        Assert.Same(topic, _one.Image.Topics.Find(topic.Id));
        Assert.Equal(3, topic.PartitionCount);
        var partition = topic.Partition(2)!;
        Assert.Equal((1, new LeaderEpoch(0), 0), (partition.Leader, partition.LeaderEpoch, partition.PartitionEpoch));
        Assert.Equal([1], partition.Isr);
        Assert.Equal([new Uuid(7, 1)], partition.Directories);
    }

    [Fact]
    public void Defaults_come_from_the_broker()
    {
        var fixture = Fixture.WithBrokers(1, "num.partitions=5");

        Assert.Equal(5, fixture.CreateTopic("a").NumPartitions);
    }

    [Fact]
    public void The_answer_lists_the_configurations_in_force()
    {
        var configs = _one.CreateTopic("a", 1, 1, ("retention.ms", "5")).Configs!;

        var retention = Assert.Single(configs, config => config.Name == "retention.ms");
        Assert.Equal(("5", (sbyte)ConfigSource.DynamicTopic), (retention.Value, retention.ConfigSource));
        var segment = Assert.Single(configs, config => config.Name == "segment.bytes");
        Assert.Equal(("1073741824", (sbyte)ConfigSource.Default), (segment.Value, segment.ConfigSource));
        Assert.Equal("5", _one.Image.Configurations.Of(ConfigResource.Topic("a"))["retention.ms"]);
    }

    [Theory]
    [InlineData("", ErrorCode.InvalidTopicException)]
    [InlineData("..", ErrorCode.InvalidTopicException)]
    [InlineData("a b", ErrorCode.InvalidTopicException)]
    [InlineData("é", ErrorCode.InvalidTopicException)]
    [InlineData("x.y", ErrorCode.InvalidTopicException)]
    [InlineData("x_y", ErrorCode.TopicAlreadyExists)]
    [InlineData("__cluster_metadata", ErrorCode.InvalidRequest)]
    public void A_name_that_is_taken_or_bad_is_refused(string name, ErrorCode error)
    {
        _one.CreateTopic("x_y");

        Assert.Equal(error, _one.CreateTopic(name).ErrorCode);
    }

    [Fact]
    public void A_name_of_250_characters_is_too_long()
    {
        Assert.Equal(ErrorCode.None, _one.CreateTopic(new string('a', 249)).ErrorCode);
        Assert.Equal(ErrorCode.InvalidTopicException, _one.CreateTopic(new string('b', 250)).ErrorCode);
    }

    [Fact]
    public void Two_new_names_that_collide_are_not_both_created()
    {
        var response = _one.CreateTopics(
            new() { Name = "a.b", NumPartitions = 0, ReplicationFactor = -1 },
            new() { Name = "a_b", NumPartitions = 1, ReplicationFactor = 1 },
            new() { Name = "a.b_", NumPartitions = 1, ReplicationFactor = 1 },
            new() { Name = "a_b.", NumPartitions = 1, ReplicationFactor = 1 });

        Assert.Equal(
            [ErrorCode.InvalidPartitions, ErrorCode.None, ErrorCode.None, ErrorCode.InvalidTopicException],
            response.Topics.Select(topic => topic.ErrorCode));
    }

    [Theory]
    [InlineData(0, 1, ErrorCode.InvalidPartitions)]
    [InlineData(-2, 1, ErrorCode.InvalidPartitions)]
    [InlineData(1, 0, ErrorCode.InvalidReplicationFactor)]
    [InlineData(1, 2, ErrorCode.InvalidReplicationFactor)]
    [InlineData(10_001, 1, ErrorCode.PolicyViolation)]
    [InlineData(int.MaxValue, 1, ErrorCode.PolicyViolation)]
    public void Counts_are_checked(int partitions, short replicas, ErrorCode error) =>
        Assert.Equal(error, _one.CreateTopic("a", partitions, replicas).ErrorCode);

    [Theory]
    [InlineData("retention.ms", "x")]
    [InlineData("retention.ms", null)]
    [InlineData("no.such", "1")]
    [InlineData("cleanup.policy", "keep")]
    public void A_bad_configuration_creates_nothing(string name, string? value)
    {
        Assert.Equal(ErrorCode.InvalidConfig, _one.CreateTopic("a", 1, 1, (name, value)).ErrorCode);
        Assert.Null(_one.Image.Topics.Find("a"));
    }

    [Fact]
    public void A_topic_named_twice_is_refused_once_and_others_are_created()
    {
        var response = _one.CreateTopics(
            new() { Name = "a", NumPartitions = 1, ReplicationFactor = 1 },
            new() { Name = "b", NumPartitions = 1, ReplicationFactor = 1 },
            new() { Name = "a", NumPartitions = 1, ReplicationFactor = 1 });

        Assert.Equal([("a", ErrorCode.InvalidRequest), ("b", ErrorCode.None)], response.Topics.Select(topic => (topic.Name, topic.ErrorCode)));
        Assert.Null(_one.Image.Topics.Find("a"));
    }

    [Fact]
    public void Validation_alone_writes_no_record()
    {
        var topic = new CreateTopicsRequest.CreatableTopic { Name = "a", NumPartitions = 2, ReplicationFactor = 1 };
        var decision = TopicCreation.Decide(new CreateTopicsRequest { Topics = [topic], ValidateOnly = true }, _one.Context);

        Assert.Empty(decision.Records);
        Assert.Equal((ErrorCode.None, Uuid.Zero), (decision.Response.Topics[0].ErrorCode, decision.Response.Topics[0].TopicId));
    }

    [Fact]
    public void Replicas_assigned_by_hand_stand_as_given()
    {
        var three = Fixture.WithBrokers(3);
        three.CreateTopics(ByHand([2, 1], [3, 2]));

        var topic = three.Image.Topics.Find("a")!;
        Assert.Equal([2, 1], topic.Partition(0)!.Replicas);
        Assert.Equal((3, 2), (topic.Partition(1)!.Leader, topic.Partition(1)!.Isr[1]));
    }

    [Fact]
    public void A_bad_assignment_is_refused()
    {
        var three = Fixture.WithBrokers(3);
        foreach (var topic in new[] { ByHand([2, 2]), ByHand([9]), ByHand([1, 2], [3]), ByHand([[]]) })
            Assert.Equal(ErrorCode.InvalidReplicaAssignment, three.CreateTopics(topic).Topics[0].ErrorCode);

        var gap = ByHand([1]);
        gap.Assignments[0].PartitionIndex = 1;
        Assert.Equal(ErrorCode.InvalidReplicaAssignment, three.CreateTopics(gap).Topics[0].ErrorCode);
        var counted = ByHand([1]);
        counted.NumPartitions = 1;
        Assert.Equal(ErrorCode.InvalidRequest, three.CreateTopics(counted).Topics[0].ErrorCode);
    }

    [Fact]
    public void Without_an_active_broker_nothing_can_be_placed() =>
        Assert.Equal(ErrorCode.InvalidReplicationFactor, new Fixture().CreateTopic("a").ErrorCode);

    [Fact]
    public void Leaders_and_replicas_are_spread_over_brokers_and_racks()
    {
        var fixture = new Fixture();
        for (var id = 1; id <= 6; id++) fixture.StartBroker(id, rack: $"r{id % 3}");
        fixture.CreateTopic("a", partitions: 60, replicas: 3);

        var partitions = fixture.Image.Topics.Find("a")!.Partitions.ToArray();
        Assert.All(partitions.GroupBy(partition => partition!.Leader), leader => Assert.Equal(10, leader.Count()));
        Assert.All(partitions, partition => Assert.Equal(3, partition!.Replicas.Select(id => id % 3).Distinct().Count()));
        Assert.All(partitions, partition => Assert.Equal(3, partition!.Replicas.Distinct().Count()));
        Assert.Equal(6, partitions.SelectMany(partition => partition!.Replicas).GroupBy(id => id).Count());
    }

    [Fact]
    public void The_followers_of_one_leader_are_all_the_others()
    {
        var fixture = Fixture.WithBrokers(4);
        fixture.CreateTopic("a", partitions: 48, replicas: 2);

        var pairs = fixture.Image.Topics.Find("a")!.Partitions.ToArray().Select(partition => (partition!.Replicas[0], partition.Replicas[1]));
        Assert.All(pairs.GroupBy(pair => pair), pair => Assert.Equal(4, pair.Count()));
    }

    [Fact]
    public void A_fenced_broker_follows_only_where_others_are_too_few()
    {
        var fixture = Fixture.WithBrokers(2);
        fixture.Register(3, fixture.NextUuid());
        fixture.CreateTopic("two", partitions: 10, replicas: 2);
        fixture.CreateTopic("three", partitions: 10, replicas: 3);

        Assert.All(fixture.Image.Topics.Find("two")!.Partitions.ToArray(), partition => Assert.DoesNotContain(3, partition!.Replicas));
        Assert.All(fixture.Image.Topics.Find("three")!.Partitions.ToArray(), partition =>
        {
            Assert.Equal(3, partition!.Replicas[2]);
            Assert.DoesNotContain(3, partition.Isr);
        });
    }

    [Fact]
    public void The_offsets_topic_is_made_as_its_coordinator_needs_it()
    {
        var request = AutoCreation.Request([TopicNames.ConsumerOffsets, "plain"], _one.Configs.Broker);
        var response = _one.Apply(TopicCreation.Decide(request, _one.Context));

        Assert.All(response.Topics, topic => Assert.Equal(ErrorCode.None, topic.ErrorCode));
        Assert.Equal(50, _one.Image.Topics.Find("__consumer_offsets")!.PartitionCount);
        Assert.Equal(1, _one.Image.Topics.Find("plain")!.PartitionCount);
        var settings = _one.Configs.SettingsOf("__consumer_offsets");
        Assert.Equal((true, false, 104_857_600, "producer"), (settings.IsCompacted, settings.IsDeleted, settings.SegmentBytes, settings.CompressionType));
    }

    [Fact]
    public void A_factor_the_cluster_cannot_give_keeps_the_offsets_topic_away()
    {
        var fixture = Fixture.WithBrokers(1, "offsets.topic.replication.factor=3");
        var request = AutoCreation.Request([TopicNames.ConsumerOffsets], fixture.Configs.Broker);

        Assert.Equal(ErrorCode.InvalidReplicationFactor, TopicCreation.Decide(request, fixture.Context).Response.Topics[0].ErrorCode);
    }

    private static CreateTopicsRequest.CreatableTopic ByHand(params int[][] replicas) => new()
    {
        Name = "a",
        NumPartitions = -1,
        ReplicationFactor = -1,
        Assignments = [.. replicas.Select((brokers, index) =>
            new CreateTopicsRequest.CreatableReplicaAssignment { PartitionIndex = index, BrokerIds = brokers })],
    };
}
