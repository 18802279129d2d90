using Levada.FileSystem;
using Levada.Log;
using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker.Data;

/// <summary>Writes a fetch response: small ranges are read in behind their header, large ones are left to sendfile.</summary>
/// <remarks>Layout: schemas/wire/001-Fetch.schema, versions 4 to 18.</remarks>
internal static class FetchResponseWriter
{
    private const int SendFileByteCountMin = 32 * 1024;
    private const short FirstFlexibleVersion = 12;

    public static void Write(FetchOperation fetch, int throttleTimeMs)
    {
        var version = fetch.Parameters.Version;
        var writer = ResponseHeaders.Begin(fetch.Response, fetch.Parameters.CorrelationId, version >= FirstFlexibleVersion);
        WriteTop(writer, version, ErrorCode.None, fetch.Session?.Id ?? 0, throttleTimeMs);
        WriteTopics(fetch, writer);
        if (version >= FirstFlexibleVersion) writer.WriteNoTaggedFields();
    }

    /// <summary>A response without partitions: an error of the session, or nothing because the client is throttled.</summary>
    public static void WriteEmpty(ResponseSlot response, in FetchParameters parameters, ErrorCode error, int sessionId, int throttleTimeMs)
    {
        var (version, correlationId) = (parameters.Version, parameters.CorrelationId);
        var isFlexible = version >= FirstFlexibleVersion;
        var writer = ResponseHeaders.Begin(response, correlationId, isFlexible);
        WriteTop(writer, version, error, sessionId, throttleTimeMs);
        writer.WriteArrayCount(0, isFlexible);
        if (isFlexible) writer.WriteNoTaggedFields();
    }

    private static void WriteTop(WireWriter writer, short version, ErrorCode error, int sessionId, int throttleTimeMs)
    {
        writer.WriteInt32(throttleTimeMs);
        if (version < 7) return;
        writer.WriteError(error);
        writer.WriteInt32(sessionId);
    }

    private static void WriteTopics(FetchOperation fetch, WireWriter writer)
    {
        var isFlexible = fetch.Parameters.Version >= FirstFlexibleVersion;
        writer.WriteArrayCount(CountTopics(fetch), isFlexible);
        for (var i = 0; i < fetch.EntryCount;)
        {
            if (!IsIncluded(fetch, fetch.Entry(i)))
            {
                i++;
                continue;
            }

            var end = EndOfTopic(fetch, i, out var partitionCount);
            WriteTopicName(fetch.Entry(i), writer, fetch.Parameters);
            writer.WriteArrayCount(partitionCount, isFlexible);
            for (; i < end; i++)
            {
                if (IsIncluded(fetch, fetch.Entry(i))) WritePartition(fetch, fetch.Entry(i), writer);
            }

            if (isFlexible) writer.WriteNoTaggedFields();
        }
    }

    private static bool IsIncluded(FetchOperation fetch, FetchEntry entry) =>
        !fetch.IsIncremental || entry.SessionPartition!.MustAnswer(
            entry.Read.Error, entry.Read.Range.ByteCount, entry.Read.HighWatermark, entry.Read.LogStartOffset);

    private static int CountTopics(FetchOperation fetch)
    {
        var count = 0;
        for (var i = 0; i < fetch.EntryCount;)
        {
            if (!IsIncluded(fetch, fetch.Entry(i)))
            {
                i++;
                continue;
            }

            i = EndOfTopic(fetch, i, out _);
            count++;
        }

        return count;
    }

    /// <summary>Where the run of entries of one topic ends, and how many of them the response carries.</summary>
    private static int EndOfTopic(FetchOperation fetch, int start, out int partitionCount)
    {
        partitionCount = 0;
        var first = fetch.Entry(start);
        var i = start;
        for (; i < fetch.EntryCount && fetch.Entry(i).IsSameTopic(first); i++)
        {
            if (IsIncluded(fetch, fetch.Entry(i))) partitionCount++;
        }

        return i;
    }

    private static void WriteTopicName(FetchEntry entry, WireWriter writer, in FetchParameters parameters)
    {
        if (parameters.UsesTopicIds) writer.WriteUuid(entry.TopicId);
        else writer.WriteString(entry.Topic?.Name ?? entry.UnknownName, parameters.Version >= FirstFlexibleVersion);
    }

    private static void WritePartition(FetchOperation fetch, FetchEntry entry, WireWriter writer)
    {
        var version = fetch.Parameters.Version;
        var read = entry.Read;
        writer.WriteInt32(entry.PartitionIndex);
        writer.WriteError(read.Error);
        writer.WriteInt64(read.HighWatermark);
        writer.WriteInt64(read.LastStableOffset);
        if (version >= 5) writer.WriteInt64(read.LogStartOffset);
        WriteAborted(read.AbortedTransactions, writer, version);
        if (version >= 11) writer.WriteInt32(-1);
        WriteRecords(fetch.Response, read.Range, writer, version);
        if (version >= FirstFlexibleVersion) WritePartitionTags(read, writer);
        entry.SessionPartition?.MarkAnswered(read.Error, read.HighWatermark, read.LogStartOffset);
        if (read.Error != ErrorCode.None) entry.Topic?.Counters.OnFetchFailed();
        else if (!read.Range.IsEmpty) entry.Topic!.Counters.OnFetched(read.Range.ByteCount);
    }

    private static void WriteAborted(IReadOnlyList<AbortedTransaction>? aborted, WireWriter writer, short version)
    {
        var isFlexible = version >= FirstFlexibleVersion;
        writer.WriteArrayCount(aborted?.Count ?? -1, isFlexible);
        for (var i = 0; i < (aborted?.Count ?? 0); i++)
        {
            writer.WriteInt64(aborted![i].ProducerId);
            writer.WriteInt64(aborted[i].FirstOffset);
            if (isFlexible) writer.WriteNoTaggedFields();
        }
    }

    private static void WriteRecords(ResponseSlot response, in FileRange range, WireWriter writer, short version)
    {
        writer.WriteBytesLength(range.ByteCount, version >= FirstFlexibleVersion);
        if (range.IsEmpty) return;
        if (range.ByteCount >= SendFileByteCountMin && range.File is PosixFile file)
            response.AppendFile(file.Handle, range.Position, range.ByteCount);
        else
            ReadInto(writer.Buffer.Append(range.ByteCount), range);
    }

    /// <summary>The log promised these bytes, so fewer of them is a broken disk; zeros would only be dropped by the client's CRC check.</summary>
    private static void ReadInto(Span<byte> destination, in FileRange range)
    {
        var count = range.File!.Read(destination, range.Position);
        if (count < destination.Length) throw new IOException($"{range.File.Path} ends {destination.Length - count} bytes before its log does.");
    }

    private static void WritePartitionTags(in FetchRead read, WireWriter writer)
    {
        if (read.DivergingEpoch is not { } diverging)
        {
            writer.WriteNoTaggedFields();
            return;
        }

        const uint divergingEpochTag = 0;
        const uint divergingEpochByteCount = sizeof(int) + sizeof(long) + 1;
        writer.WriteUnsignedVarint(1);
        writer.WriteUnsignedVarint(divergingEpochTag);
        writer.WriteUnsignedVarint(divergingEpochByteCount);
        writer.WriteInt32(diverging.Epoch.Value);
        writer.WriteInt64(diverging.EndOffset);
        writer.WriteNoTaggedFields();
    }
}
