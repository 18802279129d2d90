using Levada.Protocol;

namespace Levada.Client.Producing;

/// <summary>Produce requests in versions 3 to 12 (those that name topics), written straight from the batches' bytes.</summary>
internal static class ProduceWire
{
    public const short VersionMin = 3;
    public const short VersionMax = 12;
    private const short FlexibleVersion = 9;

    public static bool IsFlexible(short version) => version >= FlexibleVersion;

    public static void WriteRequest(ProducePlan plan, WireWriter writer, short version)
    {
        var isFlexible = IsFlexible(version);
        writer.WriteString(null, isFlexible);
        writer.WriteInt16(plan.Acks);
        writer.WriteInt32(plan.TimeoutMs);
        writer.WriteArrayCount(plan.Topics.Count, isFlexible);
        foreach (var (topic, queues) in plan.Topics)
        {
            writer.WriteString(topic, isFlexible);
            writer.WriteArrayCount(queues.Count, isFlexible);
            foreach (var queue in queues)
            {
                writer.WriteInt32(queue.Partition.Partition);
                writer.WriteBytes(queue.Current!.Bytes, isFlexible);
                if (isFlexible) writer.WriteNoTaggedFields();
            }

            if (isFlexible) writer.WriteNoTaggedFields();
        }

        if (isFlexible) writer.WriteNoTaggedFields();
    }
}
