using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Broker.Tests;

/// <summary>Records in, records out, and what is asked about logs.</summary>
internal static class DataCases
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;

    public static void Produce(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.Produce, version);
        var id = Plausible.CreateTopic(wire, name);
        foreach (var acks in new short[] { 1, -1 })
        {
            var response = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, version, new()
            {
                Acks = acks,
                TimeoutMs = 120_000,
                TopicData = [new() { Name = name, TopicId = id, PartitionData = [new() { Index = 0, Records = Plausible.Batch(2) }] }],
            });
            var partition = response.Responses.Single().PartitionResponses.Single();
            Assert.Equal((ErrorCode.None, acks == 1 ? 0 : 2), (partition.ErrorCode, partition.BaseOffset));
        }

        var missing = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, version, new()
        {
            Acks = -1,
            TimeoutMs = 120_000,
            TopicData = [new() { Name = "no-such-topic", TopicId = new Uuid(7, 7), PartitionData = [new() { Index = 0, Records = Plausible.Batch(1) }] }],
        });
        Assert.Equal(
            version >= 13 ? ErrorCode.UnknownTopicId : ErrorCode.UnknownTopicOrPartition,
            missing.Responses.Single().PartitionResponses.Single().ErrorCode);
    }

    public static void Fetch(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.Fetch, version);
        var id = Plausible.CreateFilledTopic(wire, name);
        var plain = Fetch(wire, version, name, id, sessionId: 0, sessionEpoch: -1, offset: 0);
        var records = plain.Responses.Single().Partitions.Single();
        Assert.Equal((ErrorCode.None, 3), (records.ErrorCode, records.HighWatermark));
        Assert.NotEmpty(records.Records!);
        Assert.Equal(ErrorCode.OffsetOutOfRange, Fetch(wire, version, name, id, 0, -1, offset: 99).Responses.Single().Partitions.Single().ErrorCode);
        if (version >= 7) FetchInSession(wire, version, name, id);
    }

    public static void ListOffsets(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.ListOffsets, version);
        Plausible.CreateFilledTopic(wire, name);
        Assert.Equal((3, -1), ListOffsets(wire, version, name, Latest));
        Assert.Equal((0, -1), ListOffsets(wire, version, name, Earliest));
        Assert.Equal((1, 2), ListOffsets(wire, version, name, timestamp: 2));
        Assert.Equal((-1, -1), ListOffsets(wire, version, name, timestamp: 1000));
        if (version >= 7) Assert.Equal((2, 3), ListOffsets(wire, version, name, MaxTimestamp));
    }

    public static void OffsetForLeaderEpoch(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.OffsetForLeaderEpoch, version);
        Plausible.CreateFilledTopic(wire, name);
        var response = wire.Ask<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(ApiKey.OffsetForLeaderEpoch, version, new()
        {
            ReplicaId = -1,
            Topics = [new() { Topic = name, Partitions = [new() { Partition = 0, LeaderEpoch = 0 }] }],
        });
        var answer = response.Topics.Single().Partitions.Single();
        Assert.Equal((ErrorCode.None, 0, 3), (answer.ErrorCode, answer.LeaderEpoch, answer.EndOffset));
    }

    public static void DeleteRecords(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DeleteRecords, version);
        Plausible.CreateFilledTopic(wire, name);
        var response = wire.Ask<DeleteRecordsRequest, DeleteRecordsResponse>(ApiKey.DeleteRecords, version, new()
        {
            Topics = [new() { Name = name, Partitions = [new() { PartitionIndex = 0, Offset = 2 }, new() { PartitionIndex = 9, Offset = 0 }] }],
            TimeoutMs = 120_000,
        });
        var partitions = response.Topics.Single().Partitions.ToDictionary(partition => partition.PartitionIndex);
        Assert.Equal((ErrorCode.None, 2), (partitions[0].ErrorCode, partitions[0].LowWatermark));
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, partitions[9].ErrorCode);
        Assert.Equal((2, -1), ListOffsets(wire, 11, name, Earliest));
    }

    public static void DescribeProducers(WireConnection wire, short version)
    {
        var name = Plausible.Name(ApiKey.DescribeProducers, version);
        Plausible.CreateFilledTopic(wire, name);
        var response = wire.Ask<DescribeProducersRequest, DescribeProducersResponse>(ApiKey.DescribeProducers, version, new()
        {
            Topics = [new() { Name = name, PartitionIndexes = [0, 5] }],
        });
        var partitions = response.Topics.Single().Partitions.ToDictionary(partition => partition.PartitionIndex);
        Assert.Equal(ErrorCode.None, partitions[0].ErrorCode);
        Assert.Equal(ErrorCode.UnknownTopicOrPartition, partitions[5].ErrorCode);
    }

    public static void InitProducerId(WireConnection wire, short version)
    {
        var ids = new HashSet<long>();
        for (var i = 0; i < 3; i++)
        {
            var response = wire.Ask<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId, version, new()
            {
                TransactionalId = null, TransactionTimeoutMs = 60_000,
            });
            Assert.Equal((ErrorCode.None, 0), (response.ErrorCode, response.ProducerEpoch));
            Assert.True(ids.Add(response.ProducerId), $"producer id {response.ProducerId} was given twice");
        }

        if (version < 3) return;
        var half = wire.Ask<InitProducerIdRequest, InitProducerIdResponse>(ApiKey.InitProducerId, version, new()
        {
            TransactionalId = null, TransactionTimeoutMs = 60_000, ProducerId = 7,
        });
        Assert.Equal(ErrorCode.InvalidRequest, half.ErrorCode);
    }

    private static void FetchInSession(WireConnection wire, short version, string name, Uuid id)
    {
        var opened = Fetch(wire, version, name, id, sessionId: 0, sessionEpoch: 0, offset: 0);
        Assert.NotEqual(0, opened.SessionId);
        Assert.NotEmpty(opened.Responses.Single().Partitions.Single().Records!);
        var nothingNew = Fetch(wire, version, name, id, opened.SessionId, sessionEpoch: 1, offset: 3);
        Assert.Equal((ErrorCode.None, opened.SessionId), (nothingNew.ErrorCode, nothingNew.SessionId));
        Assert.Empty(nothingNew.Responses);
        Assert.Equal(ErrorCode.InvalidFetchSessionEpoch, Fetch(wire, version, name, id, opened.SessionId, sessionEpoch: 9, offset: 3).ErrorCode);
        Assert.Equal(ErrorCode.FetchSessionIdNotFound, Fetch(wire, version, name, id, opened.SessionId ^ 1, sessionEpoch: 1, offset: 3).ErrorCode);
    }

    private static FetchResponse Fetch(WireConnection wire, short version, string name, Uuid id, int sessionId, int sessionEpoch, long offset) =>
        wire.Ask<FetchRequest, FetchResponse>(ApiKey.Fetch, version, new()
        {
            MaxWaitMs = 10,
            MinBytes = 1,
            MaxBytes = 1_000_000,
            IsolationLevel = (sbyte)(version % 2),
            SessionId = sessionId,
            SessionEpoch = sessionEpoch,
            Topics = [new() { Topic = name, TopicId = id, Partitions = [new() { Partition = 0, FetchOffset = offset, PartitionMaxBytes = 1_000_000 }] }],
        });

    private static (long Offset, long Timestamp) ListOffsets(WireConnection wire, short version, string name, long timestamp)
    {
        var response = wire.Ask<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets, version, new()
        {
            ReplicaId = -1,
            Topics = [new() { Name = name, Partitions = [new() { PartitionIndex = 0, Timestamp = timestamp }] }],
        });
        var partition = response.Topics.Single().Partitions.Single();
        Assert.Equal(ErrorCode.None, partition.ErrorCode);
        return (partition.Offset, partition.Timestamp);
    }
}
