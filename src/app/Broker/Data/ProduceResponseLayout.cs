using Levada.Log;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>Writes a produce response piece by piece.</summary>
/// <remarks>Layout: schemas/wire/000-Produce.schema, versions 3 to 13.</remarks>
internal readonly struct ProduceResponseLayout(short version)
{
    public bool IsFlexible => version >= 9;
    public bool HasTopicIds => version >= 13;
    private bool HasLogStartOffset => version >= 5;
    private bool HasErrorMessages => version >= 8;

    public void WriteTopic(WireWriter writer, ReadOnlySpan<byte> name, Uuid id, int partitionCount)
    {
        if (HasTopicIds) writer.WriteUuid(id);
        else writer.WriteStringSpan(name, IsFlexible);
        writer.WriteArrayCount(partitionCount, IsFlexible);
    }

    /// <summary>Where the error code of the partition that is written next will lie.</summary>
    public static int ErrorPosition(WireWriter writer) => writer.Buffer.Length + sizeof(int);

    public void WritePartition(WireWriter writer, int index, in AppendOutcome outcome)
    {
        writer.WriteInt32(index);
        writer.WriteError(outcome.Error);
        writer.WriteInt64(outcome.BaseOffset);
        writer.WriteInt64(outcome.LogAppendTimeMs);
        if (HasLogStartOffset) writer.WriteInt64(outcome.LogStartOffset);
        if (HasErrorMessages)
        {
            WriteFailures(writer, outcome.FailedRecords);
            writer.WriteString(outcome.Message, IsFlexible);
        }

        if (IsFlexible) writer.WriteNoTaggedFields();
    }

    private void WriteFailures(WireWriter writer, IReadOnlyList<RecordFailure> failures)
    {
        writer.WriteArrayCount(failures.Count, IsFlexible);
        for (var i = 0; i < failures.Count; i++)
        {
            writer.WriteInt32(failures[i].Index);
            writer.WriteString(failures[i].Reason, IsFlexible);
            if (IsFlexible) writer.WriteNoTaggedFields();
        }
    }

    public void WriteTopicEnd(WireWriter writer)
    {
        if (IsFlexible) writer.WriteNoTaggedFields();
    }

    public void WriteEnd(WireWriter writer, int throttleTimeMs)
    {
        writer.WriteInt32(throttleTimeMs);
        if (IsFlexible) writer.WriteNoTaggedFields();
    }
}
