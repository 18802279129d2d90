using System.Diagnostics;
using Levada.Broker;
using Levada.Broker.Metrics;
using Levada.Broker.Quotas;
using Levada.Http;
using Levada.Network;

namespace Levada.Start;

/// <summary>The running broker as the HTTP endpoint asks for it.</summary>
internal sealed class BrokerMonitor(BrokerStatus status, string version) : IMetricsSource, IHealthSource
{
    private readonly Stopwatch _age = Stopwatch.StartNew();
    private readonly IdleShare _idleShare = new(Environment.ProcessorCount);

    public bool IsLive => status.Failure is null && status.OfflineLogDirectoryCount < status.LogDirectoryCount;
    public bool IsReady => IsLive;
    public string? Reason => status.Failure ?? (IsLive ? null : "no log directory is online");

    public MetricsSnapshot Read()
    {
        var states = status.Partitions.ToArray();
        var partitions = Array.ConvertAll(states, Read);
        var topics = status.Topics.Select(Read).ToArray();
        return new MetricsSnapshot
        {
            Broker = ReadBroker(topics.Count(topic => topic.Topic is not null), states.Length, states.Count(partition => partition.IsServed)),
            Topics = topics,
            Partitions = partitions,
            Listeners = [.. status.Listeners.Select(Read)],
            Quotas = [.. status.Quotas.Select(Read)],
            Requests = [.. status.Requests.Select(pair => KeyValuePair.Create(pair.Key.ToString(), pair.Value))],
        };
    }

    private BrokerMetricsSnapshot ReadBroker(int topicCount, int partitionCount, int servedCount)
    {
        var idleShare = _idleShare.Next(_age.Elapsed.TotalMilliseconds, Environment.CpuUsage.TotalTime.TotalMilliseconds);
        return new BrokerMetricsSnapshot
        {
            NodeId = status.NodeId,
            Version = version,
            LeaderCount = servedCount,
            PartitionCount = partitionCount,
            IsActiveController = true,
            ClusterTopicCount = topicCount,
            ClusterPartitionCount = partitionCount,
            OfflinePartitionCount = partitionCount - servedCount,
            OfflineLogDirectoryCount = status.OfflineLogDirectoryCount,
            CleanerDirtyPercentMax = 100 * status.DirtyShareMax,
            CleanerRecopyPercent = 100 * status.RecopyShare,
            CleanerSeconds = status.LastCleanSeconds,
            UncleanablePartitions = [.. status.UncleanablePartitions],
            RequestHandlerIdleShare = idleShare,
            NetworkIdleShare = idleShare,
            RequestMemoryBytes = status.RequestMemoryBytes,
            RequestMemoryBytesMax = status.RequestMemoryBytesMax,
        };
    }

    private static TopicMetricsSnapshot Read(TopicStatus topic) => new()
    {
        Topic = topic.Name,
        RecordsIn = topic.Counters.RecordsIn,
        BytesIn = topic.Counters.BytesIn,
        BytesOut = topic.Counters.BytesOut,
        ProduceRequests = topic.Counters.ProduceRequests,
        FetchRequests = topic.Counters.FetchRequests,
        FailedProduceRequests = topic.Counters.FailedProduceRequests,
        FailedFetchRequests = topic.Counters.FailedFetchRequests,
    };

    private static PartitionMetricsSnapshot Read(PartitionStatus partition) => new()
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
    };

    private static QuotaMetricsSnapshot Read(QuotaStatus quota) => new()
    {
        Resource = quota.Kind.ToString(),
        User = quota.User,
        ClientId = quota.ClientId,
        Rate = quota.Rate,
        ThrottleMs = quota.ThrottleMs,
        Tokens = quota.Tokens,
    };

    private static ListenerMetricsSnapshot Read(Listener listener) => new()
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
    };
}
