namespace Levada.Http;

/// <summary>The broker's metrics under the names that the JMX exporter's common Kafka rules give them.</summary>
internal static class BrokerMetricsText
{
    private const string Gauge = "gauge";
    private const string Counter = "counter";

    public static void Write(PrometheusText text, MetricsSnapshot snapshot)
    {
        WriteTopics(text, snapshot.Topics);
        WriteReplicas(text, snapshot.Broker);
        WriteController(text, snapshot.Broker);
        WritePartitions(text, snapshot.Partitions);
        WriteCleaner(text, snapshot.Broker);
        WriteIdleShares(text, snapshot.Broker);
        WriteListeners(text, snapshot.Listeners);
        WriteRequests(text, snapshot.Requests);
        QuotaMetricsText.Write(text, snapshot.Quotas);
        WriteOwn(text, snapshot.Broker);
    }

    private static void WriteTopics(PrometheusText text, IReadOnlyList<TopicMetricsSnapshot> topics)
    {
        WriteTopicCounter(text, topics, "messagesin", "Records appended.", t => t.RecordsIn);
        WriteTopicCounter(text, topics, "bytesin", "Bytes of records received from producers.", t => t.BytesIn);
        WriteTopicCounter(text, topics, "bytesout", "Bytes of records sent to consumers.", t => t.BytesOut);
        WriteTopicCounter(text, topics, "totalproducerequests", "Produce requests.", t => t.ProduceRequests);
        WriteTopicCounter(text, topics, "totalfetchrequests", "Fetch requests.", t => t.FetchRequests);
        WriteTopicCounter(text, topics, "failedproducerequests", "Produce requests that failed.", t => t.FailedProduceRequests);
        WriteTopicCounter(text, topics, "failedfetchrequests", "Fetch requests that failed.", t => t.FailedFetchRequests);
    }

    // The sample without a topic is the sum, as Kafka's own metric of that name is.
    private static void WriteTopicCounter(
        PrometheusText text,
        IReadOnlyList<TopicMetricsSnapshot> topics,
        string name,
        string help,
        Func<TopicMetricsSnapshot, long> value)
    {
        text.Family($"kafka_server_brokertopicmetrics_{name}_total", Counter, $"{help} Without a topic: all topics.");
        text.Sample(topics.Sum(value));
        foreach (var topic in topics)
        {
            if (topic.Topic is not null) text.Sample(value(topic), "topic", topic.Topic);
        }
    }

    private static void WriteReplicas(PrometheusText text, BrokerMetricsSnapshot broker)
    {
        text.Single("kafka_server_replicamanager_leadercount", Gauge, "Partitions that this broker leads.", broker.LeaderCount);
        text.Single("kafka_server_replicamanager_partitioncount", Gauge, "Partitions that this broker holds.", broker.PartitionCount);
        text.Single(
            "kafka_server_replicamanager_underreplicatedpartitions",
            Gauge,
            "Led partitions with replicas out of sync.",
            broker.UnderReplicatedPartitionCount);
        text.Single(
            "kafka_log_logmanager_offlinelogdirectorycount",
            Gauge,
            "Log directories that failed.",
            broker.OfflineLogDirectoryCount);
    }

    private static void WriteController(PrometheusText text, BrokerMetricsSnapshot broker)
    {
        text.Single(
            "kafka_controller_kafkacontroller_activecontrollercount",
            Gauge,
            "1 on the active controller.",
            broker.IsActiveController ? 1 : 0);
        text.Single("kafka_controller_kafkacontroller_globaltopiccount", Gauge, "Topics of the cluster.", broker.ClusterTopicCount);
        text.Single(
            "kafka_controller_kafkacontroller_globalpartitioncount",
            Gauge,
            "Partitions of the cluster.",
            broker.ClusterPartitionCount);
        text.Single(
            "kafka_controller_kafkacontroller_offlinepartitionscount",
            Gauge,
            "Partitions without a leader.",
            broker.OfflinePartitionCount);
        text.Single(
            "kafka_controller_controllerstats_uncleanleaderelections_total",
            Counter,
            "Leaders elected that may miss records.",
            broker.UncleanElectionCount);
    }

    private static void WritePartitions(PrometheusText text, IReadOnlyList<PartitionMetricsSnapshot> partitions)
    {
        WritePartitionGauge(text, partitions, "kafka_log_log_size", "Bytes of the partition's segments.", p => p.SizeBytes);
        WritePartitionGauge(text, partitions, "kafka_log_log_logstartoffset", "First offset that can be read.", p => p.LogStartOffset);
        WritePartitionGauge(text, partitions, "kafka_log_log_logendoffset", "Offset of the next record.", p => p.LogEndOffset);
        WritePartitionGauge(text, partitions, "kafka_log_log_numlogsegments", "Segments.", p => p.SegmentCount);
        WritePartitionGauge(text, partitions, "kafka_cluster_partition_replicascount", "Replicas.", p => p.ReplicaCount);
        WritePartitionGauge(text, partitions, "kafka_cluster_partition_insyncreplicascount", "Replicas in sync.", p => p.InSyncReplicaCount);
        WritePartitionGauge(
            text,
            partitions,
            "kafka_cluster_partition_underreplicated",
            "1 if replicas are out of sync.",
            p => p.InSyncReplicaCount < p.ReplicaCount ? 1 : 0);
        WritePartitionGauge(
            text,
            partitions,
            "kafka_cluster_partition_underminisr",
            "1 if fewer replicas are in sync than min.insync.replicas asks for.",
            p => p.InSyncReplicaCount < p.MinInSyncReplicas ? 1 : 0);
        WritePartitionGauge(
            text,
            partitions,
            "kafka_cluster_partition_atminisr",
            "1 if exactly min.insync.replicas are in sync.",
            p => p.InSyncReplicaCount == p.MinInSyncReplicas ? 1 : 0);
    }

    private static void WritePartitionGauge(
        PrometheusText text,
        IReadOnlyList<PartitionMetricsSnapshot> partitions,
        string name,
        string help,
        Func<PartitionMetricsSnapshot, long> value)
    {
        text.Family(name, Gauge, help);
        foreach (var partition in partitions)
        {
            text.Sample(value(partition), "topic", partition.Topic, "partition", partition.Partition.ToString());
        }
    }

    private static void WriteCleaner(PrometheusText text, BrokerMetricsSnapshot broker)
    {
        text.Single("kafka_log_logcleaner_max_clean_time_secs", Gauge, "Seconds that the last cleaning took.", broker.CleanerSeconds);
        text.Single("kafka_log_logcleaner_cleaner_recopy_percent", Gauge, "Of what the last cleaning read, what it wrote again.", broker.CleanerRecopyPercent);
        text.Single("kafka_log_logcleanermanager_max_dirty_percent", Gauge, "Of the dirtiest compacted log, what is not cleaned.", broker.CleanerDirtyPercentMax);
        text.Family("kafka_log_logcleanermanager_uncleanable_partitions_count", Gauge, "Damaged partitions that cannot be cleaned.");
        foreach (var (directory, count) in broker.UncleanablePartitions) text.Sample((long)count, "logDirectory", directory);
    }

    private static void WriteIdleShares(PrometheusText text, BrokerMetricsSnapshot broker)
    {
        text.Single(
            "kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent",
            Gauge,
            "Share of time that request threads were idle, 0 to 1.",
            broker.RequestHandlerIdleShare);
        text.Single(
            "kafka_network_socketserver_networkprocessoravgidle_percent",
            Gauge,
            "Share of time that network threads were idle, 0 to 1.",
            broker.NetworkIdleShare);
    }

    private static void WriteListeners(PrometheusText text, IReadOnlyList<ListenerMetricsSnapshot> listeners)
    {
        // Kafka has one set of these per network thread; here a listener is one of them.
        WriteListener(text, listeners, "connection_count", Gauge, "Open connections.", l => l.Connections);
        WriteListener(text, listeners, "connection_creation_total", Counter, "Connections accepted.", l => l.AcceptedConnections);
        WriteListener(text, listeners, "expired_connections_killed_count", Gauge, "Idle connections closed.", l => l.ReapedConnections);
        WriteListener(text, listeners, "incoming_byte_total", Counter, "Bytes received.", l => l.ReceivedBytes);
        WriteListener(text, listeners, "outgoing_byte_total", Counter, "Bytes sent.", l => l.SentBytes);
        WriteListener(text, listeners, "request_total", Counter, "Requests received.", l => l.Requests);
        text.Family("levada_network_rejected_connections_total", Counter, "Connections refused by a limit.");
        foreach (var listener in listeners) text.Sample(listener.RejectedConnections, "listener", listener.Listener);
        text.Family("levada_network_invalid_requests_total", Counter, "Connections closed because of bytes that are no request.");
        foreach (var listener in listeners) text.Sample(listener.InvalidRequests, "listener", listener.Listener);
    }

    private static void WriteListener(
        PrometheusText text,
        IReadOnlyList<ListenerMetricsSnapshot> listeners,
        string name,
        string type,
        string help,
        Func<ListenerMetricsSnapshot, long> value)
    {
        text.Family($"kafka_server_socket_server_metrics_{name}", type, help);
        foreach (var listener in listeners) text.Sample(value(listener), "listener", listener.Listener, "networkProcessor", "0");
    }

    private static void WriteRequests(PrometheusText text, IReadOnlyList<KeyValuePair<string, long>> requests)
    {
        text.Family("kafka_network_requestmetrics_requests_total", Counter, "Requests by kind.");
        foreach (var (name, count) in requests) text.Sample(count, "request", name);
    }

    private static void WriteOwn(PrometheusText text, BrokerMetricsSnapshot broker)
    {
        text.Family("levada_build_info", Gauge, "1; the labels say what runs.");
        text.Sample(1, "version", broker.Version, "node_id", broker.NodeId.ToString());
        text.Single(
            "levada_network_request_memory_bytes",
            Gauge,
            "Memory of requests being received.",
            broker.RequestMemoryBytes);
        text.Single(
            "levada_network_request_memory_limit_bytes",
            Gauge,
            "Bound of that memory (queued.max.request.bytes).",
            broker.RequestMemoryBytesMax);
    }
}
