using Levada.Broker.Tests;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Start;

namespace Levada.Operations.Tests;

/// <summary>A disk that fails takes its directory offline; what was acknowledged before is there when it comes back.</summary>
public sealed class OutageTests
{
    private const string Topic = "ledger";

    [Theory]
    [InlineData(DiskFault.WriteFails)]
    [InlineData(DiskFault.IsFull)]
    [InlineData(DiskFault.FlushFails)]
    public async Task A_failing_disk_is_answered_with_a_storage_error_and_loses_nothing_acknowledged(DiskFault fault)
    {
        await using var broker = HostedBroker.Start();
        byte[] acknowledged;
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic);
            for (var i = 0; i < 10; i++) wire.ProduceRecord(Topic, byteCount: 1000);
            acknowledged = wire.FetchAll(Topic);
            broker.Files.Fail(fault, $"/{Topic}-0/");
            Assert.Equal((ErrorCode.KafkaStorageError, -1), wire.Produce(Topic, WireQuestions.Batch(1000)));
            await AssertOfflineAsync(broker, wire);

            // A topic that comes now has no disk to be on.
            wire.CreateTopic("late");
            Assert.Equal(ErrorCode.KafkaStorageError, wire.Produce("late", WireQuestions.Batch(10)).Error);
        }

        await broker.StopAsync();
        Assert.False(File.Exists(Path.Combine(broker.Directory, ".kafka_cleanshutdown")));
        broker.StartAgain();
        using var again = broker.Connect();
        Assert.Equal(acknowledged, again.FetchAll(Topic)[..acknowledged.Length]);
        var next = again.OffsetAt(Topic, WireQuestions.Latest);
        Assert.Equal(fault == DiskFault.FlushFails ? 11 : 10, next);
        Assert.Equal((ErrorCode.None, next), again.Produce(Topic, WireQuestions.Batch(10)));
    }

    [Fact]
    public async Task A_failed_flush_is_never_tried_again()
    {
        await using var broker = HostedBroker.Start();
        using var wire = broker.Connect();
        wire.CreateTopic(Topic);
        wire.ProduceRecord(Topic);
        broker.Files.Fail(DiskFault.FlushFails, $"/{Topic}-0/");
        Assert.Equal(ErrorCode.KafkaStorageError, wire.Produce(Topic, WireQuestions.Batch(10)).Error);
        Assert.Equal(ErrorCode.KafkaStorageError, wire.Produce(Topic, WireQuestions.Batch(10)).Error);
        wire.Dispose();
        await broker.StopAsync();
        Assert.Single(broker.Files.FailedFlushes);
    }

    [Fact]
    public async Task All_producers_that_wait_for_a_flush_hear_of_its_failure()
    {
        await using var broker = HostedBroker.Start();
        var wires = Enumerable.Range(0, 8).Select(_ => broker.Connect()).ToArray();
        wires[0].CreateTopic(Topic);
        wires[0].ProduceRecord(Topic);
        broker.Files.Fail(DiskFault.FlushFails, $"/{Topic}-0/");
        var answers = await Task.WhenAll(wires.Select(wire => Task.Run(() => wire.Produce(Topic, WireQuestions.Batch(10)))));
        Assert.All(answers, answer => Assert.Equal(ErrorCode.KafkaStorageError, answer.Error));
        foreach (var wire in wires) wire.Dispose();
    }

    [Fact]
    public async Task A_failing_read_takes_the_directory_offline()
    {
        await using var broker = HostedBroker.Start();
        using var wire = broker.Connect();
        wire.CreateTopic(Topic);
        wire.ProduceRecord(Topic, byteCount: 200_000);
        broker.Files.Fail(DiskFault.ReadFails, $"/{Topic}-0/");
        Assert.Equal(ErrorCode.KafkaStorageError, wire.Fetch(Topic).Error);
        await AssertOfflineAsync(broker, wire);
    }

    [Fact]
    public async Task Another_directory_goes_on()
    {
        await using var broker = HostedBroker.Start("log.dirs=$ROOT/first,$ROOT/second");
        using var wire = broker.Connect();
        wire.CreateTopic(Topic, partitionCount: 2);
        for (var partition = 0; partition < 2; partition++) wire.ProduceRecord(Topic, partition: partition);
        var inSecond = Directory.Exists($"{broker.Root}/second/{Topic}-1") ? 1 : 0;
        broker.Files.Fail(DiskFault.WriteFails, "/second/");
        Assert.Equal(ErrorCode.KafkaStorageError, wire.Produce(Topic, WireQuestions.Batch(10), inSecond).Error);
        Assert.Equal(ErrorCode.None, wire.Produce(Topic, WireQuestions.Batch(10), 1 - inSecond).Error);
        var monitor = new BrokerMonitor(broker.Host.Status, "test");
        Assert.True(monitor.IsReady, monitor.Reason);
        Assert.Equal(1, monitor.Read().Broker.OfflineLogDirectoryCount);

        await Eventually.TrueAsync(() => monitor.Read().Broker.OfflinePartitionCount == 1, "its partition counts as offline");
        Assert.Equal(1, monitor.Read().Broker.LeaderCount);
        AssertLeaderless(wire, inSecond);

        // New partitions go where there is a disk for them.
        wire.CreateTopic("later", partitionCount: 3);
        for (var partition = 0; partition < 3; partition++) wire.ProduceRecord("later", partition: partition);
    }

    [Fact]
    public async Task A_metadata_log_that_cannot_be_flushed_ends_the_broker_and_its_shutdown_is_not_clean()
    {
        await using var broker = HostedBroker.Start();
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic);
            broker.Files.Fail(DiskFault.FlushFails, "/__cluster_metadata-0/");
            // Whether the topic exists is for the next start to say: there is no answer, not even an error.
            wire.SendRequest(ApiKey.CreateTopics, 7, new CreateTopicsRequest
            {
                Topics = [new() { Name = "perhaps", NumPartitions = 1, ReplicationFactor = 1 }], TimeoutMs = 10_000,
            });
            Assert.Null(wire.ReadFrame());
            var reason = await broker.Host.Failed.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
            Assert.IsAssignableFrom<IOException>(reason);
            Assert.False(new BrokerMonitor(broker.Host.Status, "test").IsLive);
            using var next = broker.Connect();
            next.SendRequest(ApiKey.DeleteTopics, 6, new DeleteTopicsRequest { Topics = [new() { Name = Topic }], TimeoutMs = 10_000 });
            Assert.Null(next.ReadFrame());
        }

        await broker.StopAsync();
        Assert.Single(broker.Files.FailedFlushes);
        Assert.False(File.Exists(Path.Combine(broker.Directory, ".kafka_cleanshutdown")));
        broker.StartAgain();
        using var again = broker.Connect();
        Assert.Contains(again.Metadata().Topics, topic => topic.Name == Topic);
    }

    [Fact]
    public async Task Committed_offsets_survive_an_outage_and_no_commit_succeeds_during_one()
    {
        await using var broker = HostedBroker.Start();
        using (var wire = broker.Connect())
        {
            wire.CreateTopic(Topic);
            await Eventually.TrueAsync(() => Commit(wire, 5) == ErrorCode.None, "the coordinator is there");
            broker.Files.Fail(DiskFault.FlushFails, "/__consumer_offsets-0/");
            Assert.NotEqual(ErrorCode.None, Commit(wire, 7));
            Assert.NotEqual(ErrorCode.None, Commit(wire, 8));
        }

        await broker.RestartAsync();
        using var again = broker.Connect();

        // The commit of 7 was written and not flushed: it may be there, that of 8 may not.
        var offset = -1L;
        await Eventually.TrueAsync(() => TryReadCommitted(again, out offset), "the coordinator has loaded");
        Assert.True(offset is 5 or 7, $"{offset}");
    }

    /// <summary>Clients are told that nobody leads one of the topic's two partitions, and who leads the other.</summary>
    private static void AssertLeaderless(WireConnection wire, int partition)
    {
        var broker = wire.Metadata().Brokers.Single().NodeId;
        var metadata = wire.Metadata().Topics.Single().Partitions.OrderBy(described => described.PartitionIndex).ToArray();
        Assert.Equal((ErrorCode.LeaderNotAvailable, -1), (metadata[partition].ErrorCode, metadata[partition].LeaderId));
        Assert.Equal([broker], metadata[partition].OfflineReplicas);
        Assert.Equal((ErrorCode.None, broker), (metadata[1 - partition].ErrorCode, metadata[1 - partition].LeaderId));
        Assert.Empty(metadata[1 - partition].OfflineReplicas);
        var described = wire.Ask<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse>(ApiKey.DescribeTopicPartitions, 0, new()
        {
            Topics = [new() { Name = Topic }], ResponsePartitionLimit = 10,
        }).Topics.Single().Partitions;
        Assert.Equal(
            metadata.Select(one => (one.ErrorCode, one.LeaderId, one.OfflineReplicas.Length)),
            described.Select(one => (one.ErrorCode, one.LeaderId, one.OfflineReplicas.Length)));
    }

    private static ErrorCode Commit(WireConnection wire, long offset)
    {
        wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(ApiKey.FindCoordinator, 3, new() { Key = "team" });
        return wire.Ask<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, 9, new()
        {
            GroupId = "team", Topics = [new() { Name = Topic, Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset }] }],
        }).Topics.Single().Partitions.Single().ErrorCode;
    }

    private static bool TryReadCommitted(WireConnection wire, out long offset)
    {
        var response = wire.Ask<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, 7, new()
        {
            GroupId = "team", Topics = [new() { Name = Topic, PartitionIndexes = [0] }],
        });
        offset = response.ErrorCode == ErrorCode.None ? response.Topics.Single().Partitions.Single().CommittedOffset : -1;
        return response.ErrorCode == ErrorCode.None;
    }

    private static async Task AssertOfflineAsync(HostedBroker broker, WireConnection wire)
    {
        var monitor = new BrokerMonitor(broker.Host.Status, "test");
        Assert.False(monitor.IsReady);
        Assert.False(monitor.IsLive);
        Assert.Contains("every log directory has failed", monitor.Reason, StringComparison.Ordinal);
        Assert.Equal(1, monitor.Read().Broker.OfflineLogDirectoryCount);

        // Drawing the consequences for every partition takes a moment.
        await Eventually.TrueAsync(() => wire.Fetch(Topic).Error == ErrorCode.KafkaStorageError, "fetches are refused");
        Assert.Equal(ErrorCode.KafkaStorageError, wire.Produce(Topic, WireQuestions.Batch(10)).Error);
        Assert.Contains(wire.Metadata().Topics, topic => topic.Name == Topic);
        Assert.Contains(broker.Log.Errors, line => line.Contains("is offline", StringComparison.Ordinal));
    }
}
