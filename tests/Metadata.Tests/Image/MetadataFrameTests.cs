using CsCheck;
using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Tests.Image;

public sealed class MetadataFrameTests
{
    [Fact]
    public void A_topic_record_has_Kafkas_bytes()
    {
        var record = MetadataRecords.Of(new TopicRecord { Name = "ab", TopicId = new Uuid(1, 2) });

        // Frame version 1, type 2, version 0; compact string; id; no tagged fields.
        Assert.Equal("01" + "02" + "00" + "036162" + "00000000000000010000000000000002" + "00", Convert.ToHexString(MetadataFrame.ToBytes(record)));
    }

    [Fact]
    public void A_partition_change_has_Kafkas_bytes()
    {
        var record = MetadataRecords.Of(new PartitionChangeRecord { PartitionId = 3, TopicId = new Uuid(0, 9), Leader = 1 }, 30);

        // Type 5, version 2; partition; id; one tagged field: tag 1 (leader), 4 bytes.
        Assert.Equal("01" + "05" + "02" + "00000003" + "00000000000000000000000000000009" + "01" + "01" + "04" + "00000001", Convert.ToHexString(MetadataFrame.ToBytes(record)));
    }

    [Theory]
    [InlineData(7, 0, 1)]
    [InlineData(17, 1, 3)]
    [InlineData(23, 2, 3)]
    [InlineData(30, 2, 4)]
    public void Record_versions_follow_the_metadata_version(short level, short partition, short broker)
    {
        Assert.Equal(partition, MetadataRecords.Of(new PartitionRecord(), level).Version);
        Assert.Equal(partition, MetadataRecords.Of(new PartitionChangeRecord(), level).Version);
        Assert.Equal(broker, MetadataRecords.Of(new RegisterBrokerRecord(), level).Version);
    }

    [Theory]
    [InlineData("", "malformed")]
    [InlineData("010200", "malformed")]
    [InlineData("020200", "frame version 2")]
    [InlineData("016300", "type 99 version 0")]
    [InlineData("010209", "type 2 version 9")]
    public void What_cannot_be_read_says_why(string hex, string reason)
    {
        Assert.False(MetadataFrame.TryRead(Convert.FromHexString(hex), out var record, out var problem));
        Assert.Null(record);
        Assert.Contains(reason, problem);
    }

    [Fact]
    public void No_bytes_make_it_throw() =>
        Gen.Select(Gen.Byte[0, 30], Gen.Byte[0, 4], Gen.Byte.Array[0, 60]).Sample((type, version, body) =>
        {
            MetadataFrame.TryRead([1, type, version, .. body], out _, out var problem);
            return problem is null or { Length: > 0 };
        });
}
