using Levada.Protocol;

namespace Levada.Operations.Tests;

/// <summary>What a topic's settings do to a single replica.</summary>
public sealed class TopicSettingTests
{
    [Fact]
    public async Task More_in_sync_replicas_than_a_topic_has_are_not_asked_for()
    {
        await using var broker = HostedBroker.Start();
        using var wire = broker.Connect();
        // Kafka's rule: the bound is the smaller of min.insync.replicas and the replication factor.
        wire.CreateTopic("single", 1, ("min.insync.replicas", "2"));
        Assert.Equal(ErrorCode.None, wire.Produce("single", WireQuestions.Batch(100), acks: -1).Error);
        Assert.Equal(1, broker.Host.Status.Partitions.Single(partition => partition.Id.Topic == "single").MinInSyncReplicas);
    }

    [Fact]
    public async Task A_topic_without_a_cleanup_policy_keeps_its_records()
    {
        await using var broker = HostedBroker.Start("log.retention.check.interval.ms=1", "log.cleaner.backoff.ms=1");
        using var wire = broker.Connect();
        wire.CreateTopic("kept", 1, ("cleanup.policy", ""), ("internal.segment.bytes", "20000"), ("retention.bytes", "20000"), ("retention.ms", "1"));
        wire.CreateTopic("expiring", 1, ("internal.segment.bytes", "20000"), ("retention.bytes", "20000"), ("file.delete.delay.ms", "1"));
        for (var record = 0; record < 30; record++)
        {
            wire.ProduceRecord("kept", 4_000);
            wire.ProduceRecord("expiring", 4_000);
        }

        // Where the other topic's records go, retention has looked at this one as well.
        await Eventually.TrueAsync(() => wire.OffsetAt("expiring", WireQuestions.Earliest) > 0, "retention runs");
        Assert.Equal(0, wire.OffsetAt("kept", WireQuestions.Earliest));
    }
}
