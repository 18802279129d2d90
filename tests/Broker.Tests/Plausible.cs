using System.Text;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>What several cases need before they can ask their own question.</summary>
internal static class Plausible
{
    /// <summary>Creates a topic and tells its id.</summary>
    public static Uuid CreateTopic(WireConnection wire, string name, int partitionCount = 1)
    {
        var response = wire.Ask<CreateTopicsRequest, CreateTopicsResponse>(ApiKey.CreateTopics, 7, new()
        {
            Topics = [new() { Name = name, NumPartitions = partitionCount, ReplicationFactor = 1 }],
        });
        Assert.Equal(ErrorCode.None, response.Topics.Single().ErrorCode);
        return response.Topics.Single().TopicId;
    }

    /// <summary>Creates a topic that holds one batch of as many records.</summary>
    public static Uuid CreateFilledTopic(WireConnection wire, string name, int recordCount = 3)
    {
        var id = CreateTopic(wire, name);
        var response = wire.Ask<ProduceRequest, ProduceResponse>(ApiKey.Produce, 12, new()
        {
            Acks = -1,
            TimeoutMs = 120_000,
            TopicData = [new() { Name = name, PartitionData = [new() { Index = 0, Records = Batch(recordCount) }] }],
        });
        Assert.Equal(ErrorCode.None, response.Responses.Single().PartitionResponses.Single().ErrorCode);
        return id;
    }

    /// <summary>One batch of records "0", "1", ... at one, two, ... milliseconds after 1970.</summary>
    public static byte[] Batch(int recordCount)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions());
        for (var i = 0; i < recordCount; i++) builder.Append(i + 1, new NullableBytes("key"u8), new NullableBytes(Encoding.UTF8.GetBytes($"{i}")));
        var buffer = new FrameBuffer();
        builder.Build(buffer);
        var bytes = buffer.Written.ToArray();
        buffer.Release();
        return bytes;
    }

    /// <summary>Joins as the only member of a group and takes the whole assignment.</summary>
    public static (string MemberId, int GenerationId) JoinAlone(WireConnection wire, string group)
    {
        var request = new JoinGroupRequest
        {
            GroupId = group,
            SessionTimeoutMs = 300_000,
            RebalanceTimeoutMs = 300_000,
            ProtocolType = "consumer",
            Protocols = [new() { Name = "range", Metadata = [0, 1] }],
        };
        var joined = wire.Ask<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, 3, request);
        Assert.Equal(ErrorCode.None, joined.ErrorCode);
        var synced = wire.Ask<SyncGroupRequest, SyncGroupResponse>(ApiKey.SyncGroup, 3, new()
        {
            GroupId = group,
            GenerationId = joined.GenerationId,
            MemberId = joined.MemberId,
            Assignments = [new() { MemberId = joined.MemberId, Assignment = [1, 2, 3] }],
        });
        Assert.Equal(ErrorCode.None, synced.ErrorCode);
        return (joined.MemberId, joined.GenerationId);
    }

    /// <summary>Commits an offset of partition 0 for a group without members.</summary>
    public static void Commit(WireConnection wire, string group, string topic, long offset)
    {
        var response = wire.Ask<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, 9, new()
        {
            GroupId = group,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = 0, CommittedOffset = offset, CommittedMetadata = "mark" }] }],
        });
        Assert.Equal(ErrorCode.None, response.Topics.Single().Partitions.Single().ErrorCode);
    }

    /// <summary>Asks for the coordinators of a transactional id and a group, which also makes their topics.</summary>
    public static void FindTransactionCoordinator(WireConnection wire, string transactionalId)
    {
        foreach (var keyType in new sbyte[] { 0, 1 })
        {
            Assert.Equal(ErrorCode.None, wire.Ask<FindCoordinatorRequest, FindCoordinatorResponse>(
                ApiKey.FindCoordinator, 3, new() { Key = transactionalId, KeyType = keyType }).ErrorCode);
        }
    }

    public static string Name(ApiKey key, short version) => $"{key}-{version}";
}
