using Levada.Broker.Data;
using Levada.Metadata.Image;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Who leads a partition as clients are told: nobody (-1) while its leader is gone, fenced, or has lost the partition's log directory.</summary>
/// <remarks>A broker's directories are known to itself; what the metadata says of others is what their fencing says.</remarks>
internal readonly record struct PartitionLeadership(ErrorCode Error, int LeaderId, int[] OfflineReplicas)
{
    private const int NoLeader = -1;

    public static PartitionLeadership Of(TopicPartition id, PartitionImage partition, MetadataImage image, PartitionRegistry hosted, int nodeId)
    {
        var isLostHere = hosted.Find(id)?.Unavailable == ErrorCode.KafkaStorageError;
        var isLed = IsOnline(partition.Leader);
        return new(
            isLed ? ErrorCode.None : ErrorCode.LeaderNotAvailable,
            isLed ? partition.Leader : NoLeader,
            Array.TrueForAll(partition.Replicas, IsOnline) ? [] : Array.FindAll(partition.Replicas, replica => !IsOnline(replica)));

        bool IsOnline(int brokerId) => image.Cluster.IsActive(brokerId) && !(isLostHere && brokerId == nodeId);
    }
}
