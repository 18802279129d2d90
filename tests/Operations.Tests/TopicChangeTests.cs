using Levada.Broker.Tests;
using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Operations.Tests;

/// <summary>Configurations that change under a running topic, and topics that go and come back.</summary>
public sealed class TopicChangeTests
{
    private const string Topic = "orders";

    [Fact]
    public async Task The_largest_batch_can_be_changed_while_records_flow()
    {
        await using var broker = HostedBroker.Start();
        using var wire = broker.Connect();
        wire.CreateTopic(Topic);
        wire.ProduceRecord(Topic, 5_000);
        wire.SetConfig(WireQuestions.TopicResource, Topic, "max.message.bytes", "1000");
        Assert.Equal(ErrorCode.MessageTooLarge, wire.Produce(Topic, WireQuestions.Batch(5_000)).Error);
        wire.ProduceRecord(Topic, 500);
        wire.SetConfig(WireQuestions.TopicResource, Topic, "max.message.bytes", null);
        wire.ProduceRecord(Topic, 5_000);
        wire.SetConfig(WireQuestions.BrokerResource, "", "message.max.bytes", "1000");
        Assert.Equal(ErrorCode.MessageTooLarge, wire.Produce(Topic, WireQuestions.Batch(5_000)).Error);
    }

    [Fact]
    public async Task Durability_can_be_changed_while_records_flow()
    {
        await using var broker = HostedBroker.Start();
        using var wire = broker.Connect();
        wire.CreateTopic(Topic);
        wire.ProduceRecord(Topic);
        wire.SetConfig(WireQuestions.TopicResource, Topic, "levada.durability", "page-cache");
        broker.Files.Fail(DiskFault.FlushFails, $"/{Topic}-0/");

        // Nobody waits for a disk now, so nobody finds out that it fails to flush.
        Assert.Equal(1, wire.ProduceRecord(Topic));
        Assert.NotEmpty(wire.Fetch(Topic, 1).Records);
        wire.SetConfig(WireQuestions.TopicResource, Topic, "levada.durability", "disk");
        Assert.Equal(ErrorCode.KafkaStorageError, wire.Produce(Topic, WireQuestions.Batch(10)).Error);
    }

    [Fact]
    public async Task Dynamic_configurations_survive_a_restart()
    {
        await using var broker = HostedBroker.Start();
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic);
            wire.SetConfig(WireQuestions.TopicResource, Topic, "max.message.bytes", "1000");
            wire.SetConfig(WireQuestions.BrokerResource, "", "max.connections.per.ip", "2");
        }

        await broker.RestartAsync();
        using var again = broker.Connect();
        Assert.Equal(ErrorCode.MessageTooLarge, again.Produce(Topic, WireQuestions.Batch(5_000)).Error);
        using var second = broker.Connect();
        second.Metadata();
        using var third = broker.Connect();
        Assert.Null(third.ReadFrame());
    }

    [Fact]
    public async Task A_deleted_topic_leaves_no_directory_and_comes_back_with_another_id()
    {
        await using var broker = HostedBroker.Start("log.segment.delete.delay.ms=1");
        using var wire = broker.Connect();
        var before = wire.CreateTopic(Topic, partitionCount: 3);
        for (var partition = 0; partition < 3; partition++) wire.ProduceRecord(Topic, partition: partition);
        Assert.Equal(3, DirectoriesOf(broker).Length);
        Assert.Equal(ErrorCode.None, wire.DeleteTopic(Topic));
        await Eventually.TrueAsync(() => DirectoriesOf(broker).Length == 0, "the directories go");
        Assert.Empty(wire.Metadata().Topics);

        var after = wire.CreateTopic(Topic);
        Assert.NotEqual(before, after);
        Assert.Equal(0, wire.ProduceRecord(Topic));
        Assert.Equal((ErrorCode.UnknownTopicId, ErrorCode.UnknownTopicId), AskById(wire, before));
        Assert.Equal((ErrorCode.None, ErrorCode.None), AskById(wire, after));

        wire.Dispose();
        await broker.RestartAsync();
        using var again = broker.Connect();
        Assert.Equal(2, again.OffsetAt(Topic, WireQuestions.Latest));
        Assert.Single(DirectoriesOf(broker));
    }

    [Fact]
    public async Task A_deletion_that_a_crash_interrupts_is_finished_by_the_next_start()
    {
        await using var broker = HostedBroker.Start("log.segment.delete.delay.ms=3600000");
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic);
            wire.ProduceRecord(Topic);
            Assert.Equal(ErrorCode.None, wire.DeleteTopic(Topic));
            Assert.EndsWith("-delete", Assert.Single(DirectoriesOf(broker)));
        }

        await broker.RestartAsync();
        await Eventually.TrueAsync(() => DirectoriesOf(broker).Length == 0, "the directory goes");
    }

    private static (ErrorCode Produced, ErrorCode Fetched) AskById(WireConnection wire, Uuid id)
    {
        var produced = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, 13, new()
        {
            Acks = -1, TimeoutMs = 120_000, TopicData = [new() { TopicId = id, PartitionData = [new() { Index = 0, Records = WireQuestions.Batch(10) }] }],
        }).Responses.Single().PartitionResponses.Single().ErrorCode;
        var fetched = wire.Ask<FetchRequest, FetchResponse>(ApiKey.Fetch, 17, new()
        {
            MaxWaitMs = 0, MaxBytes = 1000, Topics = [new() { TopicId = id, Partitions = [new() { Partition = 0, PartitionMaxBytes = 1000 }] }],
        }).Responses.Single().Partitions.Single().ErrorCode;
        return (produced, fetched);
    }

    private static string[] DirectoriesOf(HostedBroker broker) => Directory.GetDirectories(broker.Directory, $"{Topic}-*");
}
