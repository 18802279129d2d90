using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>Reads and writes what consumers of the classic protocol put into JoinGroup and get from SyncGroup.</summary>
internal sealed class EmbeddedProtocol(IClusterView cluster)
{
    private const int PartitionCountMax = 1_000_000;

    public static bool TryReadSubscription(byte[] metadata, out ConsumerProtocolSubscription subscription)
    {
        var reader = new WireReader(metadata);
        var version = reader.ReadInt16();
        subscription = default;
        if (reader.Failed || version < ConsumerProtocolSubscription.LowestVersion) return false;
        // Later versions only add fields at the end.
        subscription = ConsumerProtocolSubscription.Read(ref reader, Math.Min(version, ConsumerProtocolSubscription.HighestVersion));
        return !reader.Failed && Array.TrueForAll(subscription.Topics, topic => WireText.Fits(topic)) && WireText.Fits(subscription.RackId);
    }

    /// <summary>What a consumer says it has; topics that are gone are left out.</summary>
    public PartitionSet Owned(in ConsumerProtocolSubscription subscription) => PartitionSet.From(
        subscription.OwnedPartitions.SelectMany(topic => Partitions(topic.Topic, topic.Partitions)).Take(PartitionCountMax));

    /// <summary>The partitions of an assignment; empty where it cannot be read.</summary>
    public PartitionSet ReadAssignment(byte[] bytes)
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadInt16();
        if (reader.Failed || version < ConsumerProtocolAssignment.LowestVersion) return PartitionSet.Empty;
        var assignment = ConsumerProtocolAssignment.Read(ref reader, Math.Min(version, ConsumerProtocolAssignment.HighestVersion));
        return reader.Failed
            ? PartitionSet.Empty
            : PartitionSet.From(assignment.AssignedPartitions.SelectMany(topic => Partitions(topic.Topic, topic.Partitions)));
    }

    /// <param name="subscription">The member's own, which tells the version it understands.</param>
    public byte[] WriteAssignment(PartitionSet partitions, byte[] subscription)
    {
        var reader = new WireReader(subscription);
        var version = Math.Clamp(reader.ReadInt16(), ConsumerProtocolAssignment.LowestVersion, ConsumerProtocolAssignment.HighestVersion);
        var assignment = new ConsumerProtocolAssignment
        {
            AssignedPartitions =
            [
                .. from topic in partitions.Topics
                   let name = cluster.Topics.NameOf(topic.TopicId)
                   where name is not null
                   select new ConsumerProtocolAssignment.TopicPartition
                   {
                       Topic = name, Partitions = [.. topic.Partitions.Select(partition => partition.Partition)],
                   },
            ],
        };
        return GroupRecords.Encode(assignment, version);
    }

    private IEnumerable<AssignedPartition> Partitions(string topic, int[] partitions)
    {
        var id = cluster.Topics.IdOf(topic);
        return id.IsZero ? [] : partitions.Select(partition => new AssignedPartition(id, partition));
    }
}
