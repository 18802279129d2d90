using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client;

/// <summary>Metadata and coordinator lookups between wire and model.</summary>
internal static class MetadataTranslation
{
    private const short NullMeansAllVersion = 1;
    private const short CreateFlagVersion = 4;
    private const short BatchedCoordinatorsVersion = 4;

    public static MetadataRequest Request(IReadOnlyCollection<string>? topics, bool isCreateAllowed, short version)
    {
        var request = new MetadataRequest
        {
            Topics = topics is null
                ? (version < NullMeansAllVersion ? [] : null)
                : [.. topics.Select(topic => new MetadataRequest.MetadataRequestTopic { Name = topic })],
        };
        if (version >= CreateFlagVersion) request.AllowAutoTopicCreation = isCreateAllowed;
        return request;
    }

    /// <summary>Brokers come from the answer; topics replace their earlier state, and all of it if the answer is complete.</summary>
    public static ClusterMetadata Merge(ClusterMetadata before, MetadataResponse response, bool isComplete)
    {
        var brokers = new SortedDictionary<int, BrokerNode>();
        foreach (var broker in response.Brokers)
            brokers[broker.NodeId] = new BrokerNode(broker.NodeId, new HostPort(broker.Host, broker.Port), broker.Rack);
        var topics = new SortedDictionary<string, TopicMetadata>(StringComparer.Ordinal);
        if (!isComplete)
        {
            foreach (var (name, topic) in before.Topics) topics[name] = topic;
        }

        foreach (var topic in response.Topics)
        {
            if (topic.Name is { } name) topics[name] = Topic(name, topic);
        }

        return new ClusterMetadata(response.ClusterId ?? before.ClusterId, response.ControllerId, brokers, topics);
    }

    public static FindCoordinatorRequest CoordinatorRequest(CoordinatorKind kind, string id, short version) =>
        version >= BatchedCoordinatorsVersion
            ? new FindCoordinatorRequest { KeyType = (sbyte)kind, CoordinatorKeys = [id] }
            : new FindCoordinatorRequest { KeyType = (sbyte)kind, Key = id };

    public static (ErrorCode Error, BrokerNode? Node) Coordinator(FindCoordinatorResponse response)
    {
        if (response.Coordinators is [var found, ..])
            return (found.ErrorCode, new BrokerNode(found.NodeId, new HostPort(found.Host, found.Port), null));
        return (response.ErrorCode, new BrokerNode(response.NodeId, new HostPort(response.Host, response.Port), null));
    }

    private static TopicMetadata Topic(string name, MetadataResponse.MetadataResponseTopic topic) => new(
        name, topic.TopicId, topic.ErrorCode, topic.IsInternal,
        [.. topic.Partitions.OrderBy(partition => partition.PartitionIndex).Select(Partition)]);

    private static PartitionMetadata Partition(MetadataResponse.MetadataResponsePartition partition) => new(
        partition.PartitionIndex, partition.ErrorCode, partition.LeaderId, partition.LeaderEpoch,
        partition.ReplicaNodes, partition.IsrNodes, partition.OfflineReplicas);
}
