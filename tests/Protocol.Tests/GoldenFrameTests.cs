using System.Text;
using Levada.Protocol.Messages;
using Levada.Protocol.Spans;
using Levada.Protocol.Tests.Oracle;

namespace Levada.Protocol.Tests;

/// <summary>Frames that librdkafka really sent; each file says by what it was sent.</summary>
public sealed class GoldenFrameTests
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Names => 
        [.. Directory.GetFiles(Folder, "*.hex").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Names))]
    public void A_frame_is_read_to_its_last_byte_and_written_the_same(string name)
    {
        var frame = ReadFrame(name);
        var header = ReadHeader(frame, out var headerVersion, out var body);
        var codec = GeneratedCodec.Of(OracleSchemas.Named((ApiKey)header.RequestApiKey + "Request"));
        Assert.Equal(body, codec.Rewrite(body, header.RequestApiVersion));
        var buffer = new FrameBuffer();
        header.Write(new WireWriter(buffer), headerVersion);
        Assert.Equal(frame[..^body.Length], buffer.Written.ToArray());
        Assert.Equal(name.Contains("kcat", StringComparison.Ordinal) ? "rdkafka" : "golden", header.ClientId);
    }

    [Fact]
    public void The_data_path_is_covered()
    {
        ApiKey[] wanted =
        [
            ApiKey.Produce, ApiKey.Fetch, ApiKey.ListOffsets, ApiKey.Metadata, ApiKey.OffsetCommit, ApiKey.OffsetFetch,
            ApiKey.FindCoordinator, ApiKey.JoinGroup, ApiKey.Heartbeat, ApiKey.LeaveGroup, ApiKey.SyncGroup,
            ApiKey.ApiVersions, ApiKey.InitProducerId,
        ];
        var present = Names.Select(row => (ApiKey)ReadHeader(ReadFrame(row.Data), out _, out _).RequestApiKey);
        Assert.Equal(wanted, present.Distinct().Order());
    }

    [Fact]
    public void ApiVersions_names_the_client()
    {
        var request = Read<ApiVersionsRequest>("018-ApiVersions-v3");
        Assert.Equal("confluent-kafka-dotnet", request.ClientSoftwareName);
        Assert.NotEqual("", request.ClientSoftwareVersion);
    }

    [Fact]
    public void Metadata_asks_for_one_topic()
    {
        Assert.Equal("golden", Assert.Single(Read<MetadataRequest>("003-Metadata-v13").Topics!).Name);
        Assert.Equal("golden", Assert.Single(Read<MetadataRequest>("003-Metadata-v8").Topics!).Name);
    }

    [Theory]
    [InlineData("000-Produce-v10")]
    [InlineData("000-Produce-v7")]
    public void Produce_carries_one_batch_of_an_idempotent_producer(string name)
    {
        ReadHeader(ReadFrame(name), out _, out var body);
        var version = ReadHeader(ReadFrame(name), out _, out _).RequestApiVersion;
        var request = new ProduceRequestSpan(body, version);
        Assert.False(request.IsMalformed);
        Assert.Equal((false, -1, 1, 1), (request.HasTransactionalId, request.Acks, request.TopicCount, request.PartitionCount));
        Assert.True(request.MoveToTopic());
        Assert.Equal("golden", Encoding.UTF8.GetString(request.TopicName));
        Assert.True(request.MoveToPartition());
        var batch = body.AsSpan(request.Records);
        Assert.Equal(2, batch[16]);
        Assert.Equal(4000, System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(batch[43..]));
        Assert.Equal(Read<ProduceRequest>(name).TopicData[0].PartitionData[0].Records, batch.ToArray());
        Assert.False(request.MoveToPartition());
        Assert.False(request.MoveToTopic());
    }

    [Theory]
    [InlineData("001-Fetch-v16", "1122334455667788")]
    [InlineData("001-Fetch-v11", "0")]
    public void Fetch_asks_from_the_beginning(string name, string topicIdHalf)
    {
        ReadHeader(ReadFrame(name), out _, out var body);
        var request = new FetchRequestSpan(body, ReadHeader(ReadFrame(name), out _, out _).RequestApiVersion);
        Assert.False(request.IsMalformed);
        Assert.Equal((-1, 500, 1, 1), (request.ReplicaId, request.MaxWaitMs, request.MinBytes, (int)request.IsolationLevel));
        Assert.Equal("rack-1", Encoding.UTF8.GetString(request.RackId));
        Assert.True(request.MoveToTopic());
        Assert.Equal(Convert.ToInt64(topicIdHalf, 16), request.TopicId.MostSignificant);
        Assert.Equal(topicIdHalf == "0" ? "golden" : "", Encoding.UTF8.GetString(request.TopicName));
        Assert.True(request.MoveToPartition());
        Assert.Equal((0, 0L), (request.Partition.PartitionIndex, request.Partition.FetchOffset));
    }

    [Fact]
    public void A_member_joins_and_its_leader_assigns()
    {
        var join = Read<JoinGroupRequest>("011-JoinGroup-v5");
        Assert.Equal(("golden-group", "consumer", "golden-instance"), (join.GroupId, join.ProtocolType, join.GroupInstanceId));
        Assert.Equal(["range", "roundrobin"], join.Protocols.Select(p => p.Name));
        Assert.Equal(["golden"], ReadVersioned<ConsumerProtocolSubscription>(join.Protocols[0].Metadata).Topics);
        var sync = Read<SyncGroupRequest>("014-SyncGroup-v3");
        var assignment = ReadVersioned<ConsumerProtocolAssignment>(Assert.Single(sync.Assignments).Assignment);
        var assigned = Assert.Single(assignment.AssignedPartitions);
        Assert.Equal("golden", assigned.Topic);
        Assert.Equal([0], assigned.Partitions);
    }

    [Fact]
    public void Offsets_are_listed_fetched_and_committed()
    {
        var listed = Assert.Single(Read<ListOffsetsRequest>("002-ListOffsets-v7").Topics);
        Assert.Equal(("golden", -2L), (listed.Name, Assert.Single(listed.Partitions).Timestamp));
        var fetched = Assert.Single(Read<OffsetFetchRequest>("009-OffsetFetch-v9").Groups);
        Assert.Equal(("golden-group", "golden"), (fetched.GroupId, Assert.Single(fetched.Topics!).Name));
        var committed = Read<OffsetCommitRequest>("008-OffsetCommit-v9");
        Assert.Equal(("golden-group", 1), (committed.GroupId, committed.GenerationIdOrMemberEpoch));
        Assert.Equal(1, Assert.Single(Assert.Single(committed.Topics).Partitions).CommittedOffset);
    }

    private static T ReadVersioned<T>(byte[] bytes) where T : struct, IWireMessage<T>
    {
        var reader = new WireReader(bytes);
        var value = T.Read(ref reader, reader.ReadInt16());
        Assert.False(reader.Failed);
        Assert.Equal(0, reader.RemainingCount);
        return value;
    }

    private static T Read<T>(string name) where T : struct, IWireMessage<T>
    {
        var header = ReadHeader(ReadFrame(name), out _, out var body);
        var reader = new WireReader(body);
        var value = T.Read(ref reader, header.RequestApiVersion);
        Assert.False(reader.Failed);
        return value;
    }

    private static RequestHeader ReadHeader(byte[] frame, out short headerVersion, out byte[] body)
    {
        var start = new WireReader(frame);
        headerVersion = HeaderVersions.OfRequest((ApiKey)start.ReadInt16(), start.ReadInt16());
        var reader = new WireReader(frame);
        var header = RequestHeader.Read(ref reader, headerVersion);
        Assert.False(reader.Failed);
        body = reader.Remaining.ToArray();
        return header;
    }

    private static byte[] ReadFrame(string name) =>
        Convert.FromHexString(string.Concat(File.ReadLines(Path.Combine(Folder, name + ".hex")).Where(l => !l.StartsWith('#'))));
}
