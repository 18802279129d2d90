using Levada.Protocol;
using Levada.Replication;

namespace Levada.Broker.Data;

/// <summary>One partition of a fetch in hand: what was asked, and what the log answered. Reused from fetch to fetch.</summary>
internal sealed class FetchEntry(IOffsetWaiter operation)
{
    public OffsetWait Wait { get; } = new(operation);

    public HostedTopic? Topic { get; private set; }
    public HostedPartition? Hosted { get; private set; }

    /// <summary>The topic's name where the broker does not host it and the version names topics.</summary>
    public string UnknownName { get; private set; } = "";
    public Uuid TopicId { get; private set; }
    public int PartitionIndex { get; private set; }
    public FetchPosition Position { get; private set; }
    public FetchSessionPartition? SessionPartition { get; private set; }

    public FetchRead Read { get; set; }

    /// <summary>The answer where there is no such partition: by id it may be a recreated topic, by name it is unknown.</summary>
    public ErrorCode MissingError =>
        Topic is null && !TopicId.IsZero ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition;

    public bool IsSameTopic(FetchEntry other) =>
        Topic == other.Topic && TopicId == other.TopicId && UnknownName == other.UnknownName;

    public void Ask(HostedTopic? topic, string unknownName, Uuid topicId, int partitionIndex, in FetchPosition position, FetchSessionPartition? sessionPartition)
    {
        Topic = topic;
        Hosted = topic?.Find(partitionIndex);
        UnknownName = unknownName;
        TopicId = topicId;
        PartitionIndex = partitionIndex;
        Position = position;
        SessionPartition = sessionPartition;
        Read = default;
    }

    /// <summary>Lets go of everything that the pool should not keep alive.</summary>
    public void Clear() => Ask(null, "", default, 0, default, null);
}
