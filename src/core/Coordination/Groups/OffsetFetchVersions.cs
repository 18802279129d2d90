using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups;

/// <summary>Brings OffsetFetch before version 8 (one group at the top) and after (several) to one shape.</summary>
public static class OffsetFetchVersions
{
    /// <summary>The first version that asks for several groups.</summary>
    public const short ManyGroupsVersionMin = 8;

    // Version 1 has an error code for partitions only.
    private const short GroupErrorVersionMin = 2;

    /// <summary>The groups a request asks for; topics null means all of them.</summary>
    public static OffsetFetchRequest.OffsetFetchRequestGroup[] Groups(in OffsetFetchRequest request, short version)
    {
        if (version >= ManyGroupsVersionMin) return request.Groups;
        return
        [
            new OffsetFetchRequest.OffsetFetchRequestGroup
            {
                GroupId = request.GroupId,
                Topics = request.Topics is not { } topics ? null : Array.ConvertAll(topics, topic =>
                    new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic.Name, PartitionIndexes = topic.PartitionIndexes }),
            },
        ];
    }

    /// <summary>The answer for a group that cannot be read.</summary>
    public static OffsetFetchResponse.OffsetFetchResponseGroup Failure(
        in OffsetFetchRequest.OffsetFetchRequestGroup group, ErrorCode error, short version) => new()
    {
        GroupId = group.GroupId,
        ErrorCode = error,
        Topics = version >= GroupErrorVersionMin ? [] : Array.ConvertAll(group.Topics ?? [], topic => FailTopic(topic, error)),
    };

    /// <summary>The answer for a topic that may not or cannot be read.</summary>
    public static OffsetFetchResponse.OffsetFetchResponseTopics FailTopic(
        OffsetFetchRequest.OffsetFetchRequestTopics topic, ErrorCode error) => new()
    {
        Name = topic.Name,
        TopicId = topic.TopicId,
        Partitions = Array.ConvertAll(topic.PartitionIndexes, partition => new OffsetFetchResponse.OffsetFetchResponsePartitions
        {
            PartitionIndex = partition,
            CommittedOffset = -1,
            CommittedLeaderEpoch = -1,
            Metadata = "",
            ErrorCode = error,
        }),
    };

    /// <summary>The response of a version, from its groups' answers.</summary>
    public static OffsetFetchResponse Response(OffsetFetchResponse.OffsetFetchResponseGroup[] groups, short version)
    {
        if (version >= ManyGroupsVersionMin) return new OffsetFetchResponse { Groups = groups };
        return new OffsetFetchResponse
        {
            ErrorCode = groups[0].ErrorCode,
            Topics = Array.ConvertAll(groups[0].Topics, topic => new OffsetFetchResponse.OffsetFetchResponseTopic
            {
                Name = topic.Name,
                Partitions = Array.ConvertAll(topic.Partitions, ToOldPartition),
            }),
        };
    }

    private static OffsetFetchResponse.OffsetFetchResponsePartition ToOldPartition(
        OffsetFetchResponse.OffsetFetchResponsePartitions partition) => new()
    {
        PartitionIndex = partition.PartitionIndex,
        CommittedOffset = partition.CommittedOffset,
        CommittedLeaderEpoch = partition.CommittedLeaderEpoch,
        Metadata = partition.Metadata,
        ErrorCode = partition.ErrorCode,
    };
}
