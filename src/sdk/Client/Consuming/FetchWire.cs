using Levada.Protocol;

namespace Levada.Client.Consuming;

/// <summary>Fetch requests and responses in versions 4 to 12 (those that name topics), with records left in place.</summary>
/// <remarks>The generated messages would copy every partition's records once more.</remarks>
internal static class FetchWire
{
    public const short VersionMin = 4;
    public const short VersionMax = 12;
    private const short FlexibleVersion = 12;
    private const int ConsumerReplica = -1;

    public static bool IsFlexible(short version) => version >= FlexibleVersion;

    public static void WriteRequest(FetchPlan plan, WireWriter writer, short version)
    {
        var isFlexible = IsFlexible(version);
        writer.WriteInt32(ConsumerReplica);
        writer.WriteInt32(plan.Options.WaitMsMax);
        writer.WriteInt32(plan.Options.BytesMin);
        writer.WriteInt32(plan.Options.BytesMax);
        writer.WriteInt8(plan.Options.IsCommittedOnly ? (sbyte)1 : (sbyte)0);
        if (version >= 7)
        {
            writer.WriteInt32(0);
            writer.WriteInt32(-1);
        }

        WriteTopics(plan, writer, version);
        if (version >= 7) writer.WriteArrayCount(0, isFlexible);
        if (version >= 11) writer.WriteString("", isFlexible);
        if (isFlexible) writer.WriteNoTaggedFields();
    }

    /// <summary>Reads a response; null when it is malformed.</summary>
    /// <param name="error">The error of the whole response.</param>
    public static List<FetchedPartition>? ReadResponse(ReadOnlyMemory<byte> body, short version, out ErrorCode error)
    {
        var isFlexible = IsFlexible(version);
        var reader = new WireReader(body.Span);
        reader.ReadInt32();
        error = version >= 7 ? (ErrorCode)reader.ReadInt16() : ErrorCode.None;
        if (version >= 7) reader.ReadInt32();
        var partitions = new List<FetchedPartition>();
        for (var topicsLeft = reader.ReadArrayCount(isFlexible, 3); topicsLeft > 0 && !reader.Failed; topicsLeft--)
        {
            var topic = reader.ReadString(isFlexible);
            for (var left = reader.ReadArrayCount(isFlexible, 23); left > 0 && !reader.Failed; left--)
                partitions.Add(ReadPartition(topic, body, ref reader, version));
            if (isFlexible) reader.SkipTaggedFields();
        }

        return reader.Failed ? null : partitions;
    }

    private static void WriteTopics(FetchPlan plan, WireWriter writer, short version)
    {
        var isFlexible = IsFlexible(version);
        writer.WriteArrayCount(plan.Topics.Count, isFlexible);
        foreach (var (topic, partitions) in plan.Topics)
        {
            writer.WriteString(topic, isFlexible);
            writer.WriteArrayCount(partitions.Count, isFlexible);
            foreach (var (partition, offset) in partitions)
            {
                writer.WriteInt32(partition);
                if (version >= 9) writer.WriteInt32(-1);
                writer.WriteInt64(offset);
                if (version >= 12) writer.WriteInt32(-1);
                if (version >= 5) writer.WriteInt64(-1);
                writer.WriteInt32(plan.Options.PartitionBytesMax);
                if (isFlexible) writer.WriteNoTaggedFields();
            }

            if (isFlexible) writer.WriteNoTaggedFields();
        }
    }

    private static FetchedPartition ReadPartition(string topic, ReadOnlyMemory<byte> body, ref WireReader reader, short version)
    {
        var isFlexible = IsFlexible(version);
        var partition = new TopicPartition(topic, reader.ReadInt32());
        var error = (ErrorCode)reader.ReadInt16();
        var highWatermark = reader.ReadInt64();
        var lastStableOffset = reader.ReadInt64();
        var logStartOffset = version >= 5 ? reader.ReadInt64() : -1;
        var aborted = ReadAborted(ref reader, isFlexible);
        if (version >= 11) reader.ReadInt32();
        var length = reader.ReadBytesSpan(isFlexible, out _).Length;
        var records = reader.Failed ? default : body.Slice(reader.Position - length, length);
        if (isFlexible) reader.SkipTaggedFields();
        return new FetchedPartition
        {
            Partition = partition,
            Error = error,
            HighWatermark = highWatermark,
            LastStableOffset = lastStableOffset,
            LogStartOffset = logStartOffset,
            Records = records,
            Aborted = aborted,
        };
    }

    private static List<AbortedTransaction> ReadAborted(ref WireReader reader, bool isFlexible)
    {
        var aborted = new List<AbortedTransaction>();
        for (var left = reader.ReadArrayCount(isFlexible, 16); left > 0 && !reader.Failed; left--)
        {
            aborted.Add(new AbortedTransaction(reader.ReadInt64(), reader.ReadInt64()));
            if (isFlexible) reader.SkipTaggedFields();
        }

        return aborted;
    }
}
