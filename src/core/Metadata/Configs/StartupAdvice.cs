namespace Levada.Metadata.Configs;

/// <summary>What valid values will not do on a single node, and how to mend it.</summary>
internal static class StartupAdvice
{
    private const int BrokerCount = 1;

    /// <summary>One line for each; a properties file without replication factors keeps Kafka's, which want three brokers.</summary>
    public static IReadOnlyList<string> For(BrokerConfig config)
    {
        var advice = new List<string>();
        if (config.OffsetsTopicReplicationFactor > BrokerCount)
        {
            advice.Add(
                $"__consumer_offsets cannot be created, so consumer groups will not work: it wants {config.OffsetsTopicReplicationFactor} "
                + "replicas and there is 1 broker; set offsets.topic.replication.factor=1");
        }

        if (config.DefaultReplicationFactor > BrokerCount)
        {
            advice.Add(
                $"topics created without a replication factor will fail: default.replication.factor is {config.DefaultReplicationFactor} "
                + "and there is 1 broker; set default.replication.factor=1");
        }

        if (config.GetInt("min.insync.replicas") > BrokerCount)
        {
            advice.Add(
                $"producers with acks=all will be refused: min.insync.replicas is {config.GetInt("min.insync.replicas")} "
                + "and there is 1 broker; set min.insync.replicas=1");
        }

        return advice;
    }
}
