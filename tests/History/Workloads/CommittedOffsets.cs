using Confluent.Kafka;
using Levada.History.Events;

namespace Levada.History.Workloads;

/// <summary>Asks for what the broker has of a group's committed offsets, and takes it down.</summary>
internal static class CommittedOffsets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="KafkaException">The broker does not answer.</exception>
    public static void Sample(Recorder recorder, string process, IConsumer<Ignore, string> consumer, string group, string topic, int partitionCount)
    {
        var beginUs = Recorder.NowUs;
        var offsets = consumer.Committed(Enumerable.Range(0, partitionCount).Select(partition => new TopicPartition(topic, partition)), Patience);
        foreach (var offset in offsets)
        {
            recorder.Add(new CommittedEvent
            {
                Process = process, BeginUs = beginUs, EndUs = Recorder.NowUs, Group = group, Topic = topic,
                Partition = offset.Partition.Value, Offset = offset.Offset == Offset.Unset ? -1 : offset.Offset.Value,
            });
        }
    }
}
