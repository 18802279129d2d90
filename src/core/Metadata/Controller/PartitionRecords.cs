using Levada.Metadata.Image;
using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Controller;

/// <summary>Makes the records of new partitions and checks assignments given by hand.</summary>
internal static class PartitionRecords
{
    /// <summary>A new partition led by its first active replica; replicas on fenced brokers are not in sync.</summary>
    public static IMetadataRecord New(ControllerContext context, Uuid topicId, int partition, int[] replicas)
    {
        var cluster = context.Image.Cluster;
        var isr = Array.TrueForAll(replicas, cluster.IsActive) ? replicas : Array.FindAll(replicas, cluster.IsActive);
        var record = new PartitionRecord
        {
            PartitionId = partition,
            TopicId = topicId,
            Replicas = replicas,
            Isr = isr,
            Leader = isr[0],
            LeaderEpoch = 0,
            PartitionEpoch = 0,
            Directories = Array.ConvertAll(replicas, broker => DirectoryOf(cluster, broker)),
        };
        return MetadataRecords.Of(record, context.MetadataVersion);
    }

    /// <summary>Why an assignment cannot stand, or null.</summary>
    /// <param name="replicaCount">What the partitions before it have; 0 for the first.</param>
    public static Refusal? Check(ClusterImage cluster, int partition, int[] replicas, int replicaCount)
    {
        if (replicas.Length == 0) return Invalid($"partition {partition} is assigned to no broker");
        if (replicaCount != 0 && replicas.Length != replicaCount)
            return Invalid($"partition {partition} has {replicas.Length} replicas and the partitions before it have {replicaCount}");
        foreach (var broker in replicas)
        {
            if (cluster.Broker(broker) is null) return Invalid($"partition {partition} is assigned to broker {broker}, which is not registered");
        }

        if (replicas.Distinct().Count() != replicas.Length) return Invalid($"partition {partition} is assigned to one broker twice");
        return replicas.Any(cluster.IsActive) ? null : Invalid($"partition {partition} is assigned to fenced brokers only");
    }

    private static Refusal Invalid(string message) => new(ErrorCode.InvalidReplicaAssignment, message);

    // A broker with several directories chooses itself; zero says so.
    private static Uuid DirectoryOf(ClusterImage cluster, int broker) =>
        cluster.Broker(broker) is { LogDirs: [var only] } ? only : Uuid.Zero;
}
