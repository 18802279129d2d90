using Levada.FileSystem;
using Levada.Log;
using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker.Share;

/// <summary>Writes a share fetch response: small ranges are read in behind their header, large ones are left to sendfile.</summary>
/// <remarks>Layout: schemas/wire/078-ShareFetch.schema, versions 1 and 2.</remarks>
internal static class ShareFetchResponseWriter
{
    private const int SendFileByteCountMin = 32 * 1024;
    private const int NoLeader = -1;

    public static void Write(ResponseSlot response, int correlationId, int lockDurationMs, List<ShareFetchPartition> partitions)
    {
        var writer = Begin(response, correlationId, ErrorCode.None, null, lockDurationMs);
        var answered = partitions.FindAll(static partition => partition.IsAnswered);
        var topics = answered.Count == 0 ? [] : answered.GroupBy(partition => partition.TopicId).ToArray();
        writer.WriteArrayCount(topics.Length, isFlexible: true);
        foreach (var topic in topics)
        {
            writer.WriteUuid(topic.Key);
            writer.WriteArrayCount(topic.Count(), isFlexible: true);
            foreach (var partition in topic) WritePartition(response, writer, partition);
            writer.WriteNoTaggedFields();
        }

        End(writer);
    }

    public static void WriteError(ResponseSlot response, int correlationId, ErrorCode error, string? message)
    {
        var writer = Begin(response, correlationId, error, message, lockDurationMs: 0);
        writer.WriteArrayCount(0, isFlexible: true);
        End(writer);
    }

    private static WireWriter Begin(ResponseSlot response, int correlationId, ErrorCode error, string? message, int lockDurationMs)
    {
        var writer = ResponseHeaders.Begin(response, correlationId, hasTaggedFields: true);
        writer.WriteInt32(0);
        writer.WriteError(error);
        writer.WriteString(message, isFlexible: true);
        writer.WriteInt32(lockDurationMs);
        return writer;
    }

    private static void End(WireWriter writer)
    {
        writer.WriteArrayCount(0, isFlexible: true);
        writer.WriteNoTaggedFields();
    }

    private static void WritePartition(ResponseSlot response, WireWriter writer, ShareFetchPartition partition)
    {
        writer.WriteInt32(partition.Partition);
        writer.WriteError(partition.Error);
        writer.WriteString(null, isFlexible: true);
        writer.WriteError(partition.AcknowledgeError);
        writer.WriteString(null, isFlexible: true);
        writer.WriteInt32(NoLeader);
        writer.WriteInt32(NoLeader);
        writer.WriteNoTaggedFields();
        WriteRecords(response, writer, partition.Records);
        writer.WriteArrayCount(partition.Acquired.Count, isFlexible: true);
        foreach (var range in partition.Acquired)
        {
            writer.WriteInt64(range.First);
            writer.WriteInt64(range.Last);
            writer.WriteInt16(range.DeliveryCount);
            writer.WriteNoTaggedFields();
        }

        writer.WriteNoTaggedFields();
    }

    private static void WriteRecords(ResponseSlot response, WireWriter writer, in FileRange range)
    {
        writer.WriteBytesLength(range.ByteCount, isFlexible: true);
        if (range.IsEmpty) return;
        if (range.ByteCount >= SendFileByteCountMin && range.File is PosixFile file)
        {
            response.AppendFile(file.Handle, range.Position, range.ByteCount);
            return;
        }

        var destination = writer.Buffer.Append(range.ByteCount);
        if (range.File!.Read(destination, range.Position) < destination.Length) throw new IOException($"{range.File.Path} ends before its log does.");
    }
}
