using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Consuming;

/// <summary>The bytes that members of a classic group exchange: int16 version, then the structure in that version.</summary>
internal static class ConsumerProtocol
{
    private const short SubscriptionVersion = 1;
    private const short AssignmentVersion = 0;

    public static byte[] WriteSubscription(IReadOnlyCollection<string> topics, IReadOnlyCollection<TopicPartition> owned)
    {
        var subscription = new ConsumerProtocolSubscription
        {
            Topics = [.. topics],
            OwnedPartitions =
            [
                .. owned.GroupBy(partition => partition.Topic).Select(topic => new ConsumerProtocolSubscription.TopicPartition
                {
                    Topic = topic.Key, Partitions = [.. topic.Select(partition => partition.Partition)],
                }),
            ],
        };
        return Write(subscription, SubscriptionVersion);
    }

    public static byte[] WriteAssignment(IEnumerable<TopicPartition> partitions)
    {
        var assignment = new ConsumerProtocolAssignment
        {
            AssignedPartitions =
            [
                .. partitions.GroupBy(partition => partition.Topic).Select(topic => new ConsumerProtocolAssignment.TopicPartition
                {
                    Topic = topic.Key, Partitions = [.. topic.Select(partition => partition.Partition).Order()],
                }),
            ],
        };
        return Write(assignment, AssignmentVersion);
    }

    /// <summary>The topics a member wants; null when the bytes are of another protocol.</summary>
    public static string[]? TryReadSubscription(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var version = Math.Min(reader.ReadInt16(), ConsumerProtocolSubscription.HighestVersion);
        if (version < 0) return null;
        var subscription = ConsumerProtocolSubscription.Read(ref reader, version);
        return reader.Failed ? null : subscription.Topics;
    }

    /// <summary>The partitions a member got, ordered; null when the bytes are of another protocol.</summary>
    public static IReadOnlyList<TopicPartition>? TryReadAssignment(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return [];
        var reader = new WireReader(bytes);
        var version = Math.Min(reader.ReadInt16(), ConsumerProtocolAssignment.HighestVersion);
        if (version < 0) return null;
        var assignment = ConsumerProtocolAssignment.Read(ref reader, version);
        if (reader.Failed) return null;
        var partitions = assignment.AssignedPartitions.SelectMany(
            static topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition)));
        return [.. partitions.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition)];
    }

    private static byte[] Write<TMessage>(TMessage message, short version)
        where TMessage : struct, IWireMessage<TMessage>
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(version);
        message.Write(writer, version);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }
}
