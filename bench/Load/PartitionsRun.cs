using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Levada.Load;

/// <summary>Creates one topic of many partitions and measures until Metadata names a leader for each, then what they cost at rest.</summary>
internal static class PartitionsRun
{
    public static void Execute(LoadOptions options)
    {
        var topic = $"load-{Guid.NewGuid():N}";
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = options.Bootstrap }).Build();
        _ = admin.GetMetadata(TimeSpan.FromSeconds(10));
        var watch = Stopwatch.StartNew();
        admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = options.PartitionCount, ReplicationFactor = 1 }]).GetAwaiter().GetResult();
        while (!HasLeaders(admin, topic, options.PartitionCount))
        {
        }

        Console.WriteLine($"create   {options.PartitionCount} partitions, all led after {watch.ElapsedMilliseconds} ms");
        IdleRun.Execute(options);
        admin.DeleteTopicsAsync([topic]).GetAwaiter().GetResult();
    }

    private static bool HasLeaders(IAdminClient admin, string topic, int partitionCount)
    {
        var partitions = admin.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics[0].Partitions;
        return partitions.Count == partitionCount && partitions.TrueForAll(partition => partition.Leader >= 0 && partition.Error.Code == ErrorCode.NoError);
    }
}
