using Levada.Protocol;

namespace Levada.Broker.Tests;

/// <summary>For every api one conversation that a client could have in any version the broker advertises.</summary>
internal static class ApiCases
{
    /// <summary>A broker without a receiver for telemetry does not offer it, yet answers who asks (KIP-714).</summary>
    public static IReadOnlySet<ApiKey> NotAdvertised { get; } = new HashSet<ApiKey> { ApiKey.GetTelemetrySubscriptions, ApiKey.PushTelemetry };

    public static IReadOnlyDictionary<ApiKey, Action<WireConnection, short>> All { get; } = new Dictionary<ApiKey, Action<WireConnection, short>>
    {
        [ApiKey.Produce] = DataCases.Produce,
        [ApiKey.Fetch] = DataCases.Fetch,
        [ApiKey.ListOffsets] = DataCases.ListOffsets,
        [ApiKey.OffsetForLeaderEpoch] = DataCases.OffsetForLeaderEpoch,
        [ApiKey.DeleteRecords] = DataCases.DeleteRecords,
        [ApiKey.DescribeProducers] = DataCases.DescribeProducers,
        [ApiKey.InitProducerId] = DataCases.InitProducerId,
        [ApiKey.ApiVersions] = ClusterCases.ApiVersions,
        [ApiKey.Metadata] = ClusterCases.Metadata,
        [ApiKey.DescribeCluster] = ClusterCases.DescribeCluster,
        [ApiKey.DescribeQuorum] = ClusterCases.DescribeQuorum,
        [ApiKey.DescribeTopicPartitions] = ClusterCases.DescribeTopicPartitions,
        [ApiKey.DescribeLogDirs] = ClusterCases.DescribeLogDirs,
        [ApiKey.UpdateFeatures] = ClusterCases.UpdateFeatures,
        [ApiKey.GetTelemetrySubscriptions] = ClusterCases.GetTelemetrySubscriptions,
        [ApiKey.PushTelemetry] = ClusterCases.PushTelemetry,
        [ApiKey.CreateTopics] = TopicCases.CreateTopics,
        [ApiKey.DeleteTopics] = TopicCases.DeleteTopics,
        [ApiKey.CreatePartitions] = TopicCases.CreatePartitions,
        [ApiKey.DescribeConfigs] = TopicCases.DescribeConfigs,
        [ApiKey.AlterConfigs] = TopicCases.AlterConfigs,
        [ApiKey.IncrementalAlterConfigs] = TopicCases.IncrementalAlterConfigs,
        [ApiKey.ListConfigResources] = TopicCases.ListConfigResources,
        [ApiKey.DescribeClientQuotas] = QuotaCases.DescribeClientQuotas,
        [ApiKey.AlterClientQuotas] = QuotaCases.AlterClientQuotas,
        [ApiKey.AddPartitionsToTxn] = TransactionCases.AddPartitionsToTxn,
        [ApiKey.AddOffsetsToTxn] = TransactionCases.AddOffsetsToTxn,
        [ApiKey.TxnOffsetCommit] = TransactionCases.TxnOffsetCommit,
        [ApiKey.EndTxn] = TransactionCases.EndTxn,
        [ApiKey.WriteTxnMarkers] = TransactionCases.WriteTxnMarkers,
        [ApiKey.DescribeTransactions] = TransactionCases.DescribeTransactions,
        [ApiKey.ListTransactions] = TransactionCases.ListTransactions,
        [ApiKey.FindCoordinator] = GroupCases.FindCoordinator,
        [ApiKey.JoinGroup] = GroupCases.JoinGroup,
        [ApiKey.SyncGroup] = GroupCases.SyncGroup,
        [ApiKey.Heartbeat] = GroupCases.Heartbeat,
        [ApiKey.LeaveGroup] = GroupCases.LeaveGroup,
        [ApiKey.DescribeGroups] = GroupCases.DescribeGroups,
        [ApiKey.ListGroups] = GroupCases.ListGroups,
        [ApiKey.DeleteGroups] = GroupCases.DeleteGroups,
        [ApiKey.OffsetCommit] = GroupCases.OffsetCommit,
        [ApiKey.OffsetFetch] = GroupCases.OffsetFetch,
        [ApiKey.OffsetDelete] = GroupCases.OffsetDelete,
        [ApiKey.ConsumerGroupHeartbeat] = ConsumerGroupCases.Heartbeat,
        [ApiKey.ConsumerGroupDescribe] = ConsumerGroupCases.Describe,
        [ApiKey.ShareGroupHeartbeat] = ShareCases.Heartbeat,
        [ApiKey.ShareGroupDescribe] = ShareCases.Describe,
        [ApiKey.ShareFetch] = ShareCases.Fetch,
        [ApiKey.ShareAcknowledge] = ShareCases.Acknowledge,
        [ApiKey.InitializeShareGroupState] = ShareCases.InitializeStates,
        [ApiKey.ReadShareGroupState] = ShareCases.ReadStates,
        [ApiKey.WriteShareGroupState] = ShareCases.States,
        [ApiKey.DeleteShareGroupState] = ShareCases.DeleteStates,
        [ApiKey.ReadShareGroupStateSummary] = ShareCases.Summary,
        [ApiKey.DescribeShareGroupOffsets] = ShareCases.DescribeOffsets,
        [ApiKey.AlterShareGroupOffsets] = ShareCases.AlterOffsets,
        [ApiKey.DeleteShareGroupOffsets] = ShareCases.DeleteOffsets,
    };
}
