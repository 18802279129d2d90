using System.Buffers.Binary;
using Levada.Broker.Data;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests.Direct;

/// <summary>Whole requests as a client sends them, length prefix included, for partition 0 of one topic.</summary>
internal static class DirectFrames
{
    public const string ClientId = "rdkafka";

    // As librdkafka asks.
    private const int Sessionless = -1;
    private const int FirstFlexibleHeader = 2;

    /// <param name="partitionCount">How many partitions, from 0 on, get the batch.</param>
    public static byte[] Produce(short version, HostedTopic topic, byte[] batch, int partitionCount = 1, short acks = -1) => Frame(ApiKey.Produce, version, new ProduceRequest
    {
        Acks = acks,
        TimeoutMs = 30_000,
        TopicData =
        [
            new ProduceRequest.TopicProduceData
            {
                Name = topic.Name,
                TopicId = topic.Id,
                PartitionData =
                [
                    .. Enumerable.Range(0, partitionCount).Select(index => new ProduceRequest.PartitionProduceData { Index = index, Records = batch }),
                ],
            },
        ],
    });

    public static byte[] ListOffsets(HostedTopic topic, long timestamp) => Frame(ApiKey.ListOffsets, version: 7, new ListOffsetsRequest
    {
        ReplicaId = -1,
        Topics =
        [
            new ListOffsetsRequest.ListOffsetsTopic
            {
                Name = topic.Name, Partitions = [new ListOffsetsRequest.ListOffsetsPartition { CurrentLeaderEpoch = -1, Timestamp = timestamp }],
            },
        ],
    });

    public static byte[] Fetch(
        short version, HostedTopic topic, int byteCountMax, bool isReadCommitted, long offset = 0, int sessionEpoch = Sessionless) => Frame(ApiKey.Fetch, version, new FetchRequest
    {
        SessionEpoch = sessionEpoch,
        MaxWaitMs = 500,
        MinBytes = 1,
        MaxBytes = 50 << 20,
        IsolationLevel = isReadCommitted ? (sbyte)1 : (sbyte)0,
        Topics =
        [
            new FetchRequest.FetchTopic
            {
                Topic = topic.Name,
                TopicId = topic.Id,
                Partitions = [new FetchRequest.FetchPartition { FetchOffset = offset, PartitionMaxBytes = byteCountMax }],
            },
        ],
    });

    public static byte[] Batch(int valueByteCount, int recordCount, RecordBatchOptions options)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(options);
        var value = new byte[valueByteCount];
        new Random(1).NextBytes(value);
        for (var i = 0; i < recordCount; i++) builder.Append(1_700_000_000_000 + i, NullableBytes.Null, value);
        var target = new FrameBuffer();
        builder.Build(target);
        return target.Written.ToArray();
    }

    public static byte[] Frame<TRequest>(ApiKey key, short version, TRequest request)
        where TRequest : struct, IWireMessage<TRequest>
    {
        var frame = new FrameBuffer();
        var writer = new WireWriter(frame);
        writer.WriteInt32(0);
        writer.WriteInt16((short)key);
        writer.WriteInt16(version);
        writer.WriteInt32(1);
        writer.WriteString(ClientId, isFlexible: false);
        if (HeaderVersions.OfRequest(key, version) >= FirstFlexibleHeader) writer.WriteNoTaggedFields();
        request.Write(writer, version);
        BinaryPrimitives.WriteInt32BigEndian(frame.Written, frame.Length - sizeof(int));
        return frame.Written.ToArray();
    }
}
