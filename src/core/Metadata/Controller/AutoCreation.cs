using Levada.Metadata.Configs;
using Levada.Protocol.Messages;

namespace Levada.Metadata.Controller;

/// <summary>Requests for topics that come into being because somebody asks for them.</summary>
public static class AutoCreation
{
    private const int TimeoutMs = 60_000;

    /// <summary>A request for topics by name, internal ones with the configurations their coordinators need.</summary>
    public static CreateTopicsRequest Request(IEnumerable<string> names, BrokerConfig broker) => new()
    {
        Topics = [.. names.Select(name => Topic(name, broker))],
        TimeoutMs = TimeoutMs,
    };

    /// <summary>A request for a topic of dead letters (KIP-1191); its records keep the time at which they became dead letters.</summary>
    public static CreateTopicsRequest DeadLetterRequest(string name) => new()
    {
        Topics =
        [
            new()
            {
                Name = name,
                NumPartitions = -1,
                ReplicationFactor = -1,
                Configs = [Config("errors.deadletterqueue.group.enable", "true"), Config("message.timestamp.type", "CreateTime")],
            },
        ],
        TimeoutMs = TimeoutMs,
    };

    /// <summary>One topic as it is created unasked.</summary>
    public static CreateTopicsRequest.CreatableTopic Topic(string name, BrokerConfig broker) => name switch
    {
        TopicNames.ConsumerOffsets => new()
        {
            Name = name,
            NumPartitions = broker.OffsetsTopicPartitionCount,
            ReplicationFactor = (short)broker.OffsetsTopicReplicationFactor,
            Configs =
            [
                Config("cleanup.policy", "compact"),
                Config("compression.type", "producer"),
                Config("segment.bytes", SegmentBytes(broker, "offsets.topic.segment.bytes")),
            ],
        },
        TopicNames.TransactionState => new()
        {
            Name = name,
            NumPartitions = broker.GetInt("transaction.state.log.num.partitions"),
            ReplicationFactor = (short)broker.GetInt("transaction.state.log.replication.factor"),
            Configs =
            [
                Config("cleanup.policy", "compact"),
                Config("compression.type", "uncompressed"),
                Config("min.insync.replicas", broker.GetInt("transaction.state.log.min.isr").ToString()),
                Config("segment.bytes", SegmentBytes(broker, "transaction.state.log.segment.bytes")),
                Config("unclean.leader.election.enable", "false"),
            ],
        },
        TopicNames.ShareGroupState => new()
        {
            Name = name,
            NumPartitions = broker.GetInt("share.coordinator.state.topic.num.partitions"),
            ReplicationFactor = (short)broker.GetInt("share.coordinator.state.topic.replication.factor"),
            Configs =
            [
                Config("cleanup.policy", "delete"),
                Config("compression.type", "producer"),
                Config("min.insync.replicas", broker.GetInt("share.coordinator.state.topic.min.isr").ToString()),
                Config("retention.ms", "-1"),
                Config("segment.bytes", SegmentBytes(broker, "share.coordinator.state.topic.segment.bytes")),
            ],
        },
        _ => new() { Name = name, NumPartitions = -1, ReplicationFactor = -1 },
    };

    // The broker's names allow a smaller value than a topic does.
    private static string SegmentBytes(BrokerConfig broker, string name) =>
        Math.Max(broker.GetInt(name), (long)ConfigDefinitions.Topic["segment.bytes"].Rules.Min).ToString();

    private static CreateTopicsRequest.CreatableTopicConfig Config(string name, string value) =>
        new() { Name = name, Value = value };
}
