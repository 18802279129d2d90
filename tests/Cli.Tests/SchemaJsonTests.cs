using System.Text;
using System.Text.Json;
using Levada.Dump;
using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Cli.Tests;

public sealed class SchemaJsonTests
{
    [Fact]
    public void A_metadata_record_decodes_by_its_schema()
    {
        var record = new PartitionRecord
        {
            PartitionId = 3, TopicId = new Uuid(1, 2), Replicas = [1, 2], Isr = [1], Leader = 1, LeaderEpoch = 5, PartitionEpoch = 6,
            Directories = [Uuid.Zero], LastKnownElr = [2],
        };
        var schema = SchemaLibrary.Persisted("metadata", "metadata", 3)!;

        Assert.True(SchemaJson.TryDecode(schema, Bytes(record, 2), 2, out var json));
        Assert.Equal(
            """{"type":"PartitionRecord","version":2,"data":{"partitionId":3,"topicId":"AAAAAAAAAAEAAAAAAAAAAg","replicas":[1,2],"isr":[1],"removingReplicas":[],"addingReplicas":[],"leader":1,"leaderEpoch":5,"partitionEpoch":6,"directories":["AAAAAAAAAAAAAAAAAAAAAA"],"lastKnownElr":[2]}}""",
            Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void A_versioned_value_has_the_fields_of_its_version()
    {
        var value = new OffsetCommitValue { Offset = 7, Metadata = "m", CommitTimestamp = 9 };
        var schema = SchemaLibrary.Persisted("group-coordinator", "value", 1)!;

        Assert.Equal(["offset", "metadata", "commitTimestamp"], Fields(schema, Bytes(value, 0), 0));
        Assert.Equal(["offset", "leaderEpoch", "metadata", "commitTimestamp"], Fields(schema, Bytes(value, 3), 3));
    }

    [Fact]
    public void Nested_structures_and_nulls_decode()
    {
        var value = new TransactionLogValue
        {
            ProducerId = 4, TransactionStatus = 1,
            TransactionPartitions = [new TransactionLogValue.PartitionsSchema { Topic = "t", PartitionIds = [0, 2] }],
        };
        var schema = SchemaLibrary.Persisted("transaction-coordinator", "value", 0)!;

        Assert.True(SchemaJson.TryDecode(schema, Bytes(value, 1), 1, out var json));
        Assert.Contains("""[{"topic":"t","partitionIds":[0,2]}]""", Encoding.UTF8.GetString(json));
        Assert.True(SchemaJson.TryDecode(schema, Bytes(new TransactionLogValue { TransactionPartitions = null }, 0), 0, out json));
        Assert.Contains("\"transactionPartitions\":null", Encoding.UTF8.GetString(json));
    }

    [Fact]
    public void Bytes_that_do_not_follow_the_schema_are_not_decoded()
    {
        var schema = SchemaLibrary.Persisted("metadata", "metadata", 2)!;
        var bytes = Bytes(new TopicRecord { Name = "t" }, 0);

        Assert.False(SchemaJson.TryDecode(schema, bytes.AsSpan(1), 0, out _));
        Assert.False(SchemaJson.TryDecode(schema, bytes, 99, out _));
    }

    [Fact]
    public void Every_embedded_schema_is_found_by_its_number()
    {
        Assert.NotNull(SchemaLibrary.Persisted("share-coordinator", "key", 0));
        Assert.NotNull(SchemaLibrary.Wire("LeaderChangeMessage"));
        Assert.Null(SchemaLibrary.Persisted("metadata", "metadata", 9999));
        Assert.Null(SchemaLibrary.Wire("Absent"));
    }

    private static List<string> Fields(MessageSchema schema, byte[] bytes, short version)
    {
        Assert.True(SchemaJson.TryDecode(schema, bytes, version, out var json));
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.GetProperty("data").EnumerateObject().Select(field => field.Name)];
    }

    private static byte[] Bytes<TRecord>(TRecord record, short version)
        where TRecord : struct, IWireMessage<TRecord>
    {
        var buffer = new FrameBuffer();
        record.Write(new WireWriter(buffer), version);
        return buffer.Written.ToArray();
    }
}
