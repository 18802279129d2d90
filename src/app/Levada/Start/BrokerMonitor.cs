using Levada.Broker;
using Levada.Http;

namespace Levada.Start;

/// <summary>The running broker as the HTTP endpoint asks for it.</summary>
internal sealed class BrokerMonitor(BrokerStatus status, string version) : IMetricsSource, IHealthSource
{
    public bool IsLive => status.Failure is null && status.OfflineLogDirectoryCount < status.LogDirectoryCount;
    public bool IsReady => IsLive;
    public string? Reason => status.Failure ?? (IsLive ? null : "no log directory is online");

    public MetricsSnapshot Read()
    {
        var partitions = status.Partitions.ToArray();
        var topics = status.Topics.ToArray();
        return new MetricsSnapshot
        {
            Broker = new BrokerMetricsSnapshot
            {
                NodeId = status.NodeId,
                Version = version,
                LeaderCount = partitions.Length,
                PartitionCount = partitions.Length,
                IsActiveController = true,
                ClusterTopicCount = topics.Length,
                ClusterPartitionCount = partitions.Length,
                OfflineLogDirectoryCount = status.OfflineLogDirectoryCount,
                RequestMemoryBytes = status.RequestMemoryBytes,
                RequestMemoryBytesMax = status.RequestMemoryBytesMax,
            },
            Topics = [.. topics.Select(topic => new TopicMetricsSnapshot
            {
                Topic = topic.Name,
                RecordsIn = topic.Counters.RecordsIn,
                BytesIn = topic.Counters.BytesIn,
                BytesOut = topic.Counters.BytesOut,
                ProduceRequests = topic.Counters.ProduceRequests,
                FetchRequests = topic.Counters.FetchRequests,
                FailedProduceRequests = topic.Counters.FailedProduceRequests,
                FailedFetchRequests = topic.Counters.FailedFetchRequests,
            })],
            Partitions = [.. partitions.Select(partition => new PartitionMetricsSnapshot
            {
                Topic = partition.Id.Topic,
                Partition = partition.Id.Partition,
                SizeBytes = partition.SizeBytes,
                SegmentCount = partition.SegmentCount,
                LogStartOffset = partition.LogStartOffset,
                LogEndOffset = partition.LogEndOffset,
                ReplicaCount = partition.ReplicaCount,
                InSyncReplicaCount = partition.InSyncReplicaCount,
                MinInSyncReplicas = partition.MinInSyncReplicas,
            })],
            Listeners = [.. status.Listeners.Select(listener => new ListenerMetricsSnapshot
            {
                Listener = listener.ListenerName,
                Connections = listener.Counters.ConnectionCount,
                AcceptedConnections = listener.Counters.AcceptedConnectionCount,
                RejectedConnections = listener.Counters.RejectedConnectionCount,
                ReapedConnections = listener.Counters.ReapedConnectionCount,
                InvalidRequests = listener.Counters.InvalidFrameCount,
                Requests = listener.Counters.RequestCount,
                ReceivedBytes = listener.Counters.ReceivedByteCount,
                SentBytes = listener.Counters.SentByteCount,
            })],
            Requests = [.. status.Requests.Select(pair => KeyValuePair.Create(pair.Key.ToString(), pair.Value))],
        };
    }
}
