using Levada.Broker.Metrics;
using Levada.Metadata.Controller;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>A topic's partitions as this broker hosts them; the index is the partition's number.</summary>
internal sealed record HostedTopic(string Name, Uuid Id, HostedPartition[] Partitions, TopicCounters Counters)
{
    public bool IsInternal { get; } = TopicNames.IsInternal(Name);

    public HostedPartition? Find(int partition) =>
        (uint)partition < (uint)Partitions.Length ? Partitions[partition] : null;
}
