using System.Text;
using Levada.Broker.Tests;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Operations.Tests;

/// <summary>What an operator's tools and clients ask, in one line each.</summary>
internal static class WireQuestions
{
    public const sbyte TopicResource = 2;
    public const sbyte BrokerResource = 4;
    public const long Latest = -1;
    public const long Earliest = -2;

    public static Uuid CreateTopic(this WireConnection wire, string name, int partitionCount = 1, params (string Name, string Value)[] configs)
    {
        var result = wire.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, 7, new()
        {
            Topics =
            [
                new()
                {
                    Name = name, NumPartitions = partitionCount, ReplicationFactor = 1,
                    Configs = [.. configs.Select(config => new CreateTopicsRequest.CreatableTopicConfig { Name = config.Name, Value = config.Value })],
                },
            ],
            TimeoutMs = 10_000,
        }).Topics.Single();
        Assert.True(result.ErrorCode == ErrorCode.None, $"{result.ErrorCode}: {result.ErrorMessage}");
        return result.TopicId;
    }

    public static ErrorCode DeleteTopic(this WireConnection wire, string name) =>
        wire.Ask<DeleteTopicsRequest, DeleteTopicsResponse>(ApiKey.DeleteTopics, 6, new()
        {
            Topics = [new() { Name = name }], TimeoutMs = 10_000,
        }).Responses.Single().ErrorCode;

    /// <returns>The error, and the offset of the first record.</returns>
    public static (ErrorCode Error, long BaseOffset) Produce(this WireConnection wire, string topic, byte[] batch, int partition = 0, short acks = -1)
    {
        var answer = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, 12, new()
        {
            Acks = acks,
            TimeoutMs = 120_000,
            TopicData = [new() { Name = topic, PartitionData = [new() { Index = partition, Records = batch }] }],
        }).Responses.Single().PartitionResponses.Single();
        return (answer.ErrorCode, answer.BaseOffset);
    }

    /// <summary>Produces one record, which must succeed.</summary>
    /// <returns>Its offset.</returns>
    public static long ProduceRecord(this WireConnection wire, string topic, int byteCount = 100, long? timestampMs = null, int partition = 0)
    {
        var (error, offset) = wire.Produce(topic, Batch(byteCount, timestampMs), partition);
        Assert.Equal(ErrorCode.None, error);
        return offset;
    }

    public static (ErrorCode Error, byte[] Records) Fetch(this WireConnection wire, string topic, long offset = 0, int partition = 0)
    {
        var answer = wire.Ask<FetchRequest, FetchResponse>(ApiKey.Fetch, 12, new()
        {
            MaxWaitMs = 0,
            MaxBytes = 50_000_000,
            Topics = [new() { Topic = topic, Partitions = [new() { Partition = partition, FetchOffset = offset, PartitionMaxBytes = 50_000_000 }] }],
        }).Responses.Single().Partitions.Single();
        return (answer.ErrorCode, answer.Records ?? []);
    }

    /// <summary>All bytes from an offset on, which must be served.</summary>
    public static byte[] FetchAll(this WireConnection wire, string topic, int partition = 0)
    {
        var all = new List<byte>();
        var offset = wire.OffsetAt(topic, Earliest, partition);
        var end = wire.OffsetAt(topic, Latest, partition);
        while (offset < end)
        {
            var (error, records) = wire.Fetch(topic, offset, partition);
            Assert.Equal(ErrorCode.None, error);
            Assert.NotEmpty(records);
            all.AddRange(records);
            offset = LastOffset(records) + 1;
        }

        return [.. all];
    }

    public static long OffsetAt(this WireConnection wire, string topic, long timestamp, int partition = 0)
    {
        var answer = wire.Ask<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets, 9, new()
        {
            ReplicaId = -1, Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Timestamp = timestamp }] }],
        }).Topics.Single().Partitions.Single();
        Assert.Equal(ErrorCode.None, answer.ErrorCode);
        return answer.Offset;
    }

    /// <returns>The error, and the log start offset that the answer promises.</returns>
    public static (ErrorCode Error, long LogStartOffset) DeleteRecords(this WireConnection wire, string topic, long before, int partition = 0)
    {
        var answer = wire.Ask<DeleteRecordsRequest, DeleteRecordsResponse>(ApiKey.DeleteRecords, 2, new()
        {
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, Offset = before }] }], TimeoutMs = 10_000,
        }).Topics.Single().Partitions.Single();
        return (answer.ErrorCode, answer.LowWatermark);
    }

    public static ErrorCode CommitOffset(this WireConnection wire, string group, string topic, long offset, string metadata) =>
        wire.Ask<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, 9, new()
        {
            GroupId = group,
            GenerationIdOrMemberEpoch = -1,
            MemberId = "",
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset, CommittedMetadata = metadata }] }],
        }).Topics.Single().Partitions.Single().ErrorCode;

    /// <summary>-1 when none is known, or the coordinator has not read its log yet.</summary>
    public static long CommittedOffset(this WireConnection wire, string group, string topic)
    {
        var response = wire.Ask<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, 7, new()
        {
            GroupId = group, Topics = [new() { Name = topic, PartitionIndexes = [0] }],
        });
        return response.ErrorCode == ErrorCode.None ? response.Topics.Single().Partitions.Single().CommittedOffset : -1;
    }

    public static void SetConfig(this WireConnection wire, sbyte resourceType, string resource, string name, string? value)
    {
        var result = wire.Ask<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse>(ApiKey.IncrementalAlterConfigs, 1, new()
        {
            Resources =
            [
                new()
                {
                    ResourceType = resourceType, ResourceName = resource,
                    Configs = [new() { Name = name, Value = value, ConfigOperation = (sbyte)(value is null ? 1 : 0) }],
                },
            ],
        }).Responses.Single();
        Assert.True(result.ErrorCode == ErrorCode.None, $"{result.ErrorCode}: {result.ErrorMessage}");
    }

    /// <summary>Asks for all topics.</summary>
    public static MetadataResponse Metadata(this WireConnection wire) =>
        wire.Ask<MetadataRequest, MetadataResponse>(ApiKey.Metadata, 13, new() { Topics = null });

    /// <summary>One batch of one record; its value is not compressible by accident and its time is now unless given.</summary>
    public static byte[] Batch(int byteCount, long? timestampMs = null)
    {
        var value = new byte[byteCount];
        Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")).AsSpan()[..Math.Min(32, byteCount)].CopyTo(value);
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions());
        builder.Append(timestampMs ?? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), new NullableBytes("key"u8), new NullableBytes(value));
        var buffer = new FrameBuffer();
        builder.Build(buffer);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }

    private static long LastOffset(ReadOnlySpan<byte> records)
    {
        long last = -1;
        while (records.Length >= 61)
        {
            last = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(records)
                + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(records[23..]);
            var byteCount = 12 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(records[8..]);
            if (byteCount >= records.Length) break;
            records = records[byteCount..];
        }

        return last;
    }
}
