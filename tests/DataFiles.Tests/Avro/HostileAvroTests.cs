using Levada.DataFiles.Avro;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Tests.Avro;

public sealed class HostileAvroTests
{
    private static readonly RowSchema Numbers = new([new("n", SqlType.BigInt, ColumnKind.Int64, JavaType.Long)]);

    public static TheoryData<string> Codecs => ["none", "deflate", "snappy", "bzip2", "zstandard"];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Damaged_files_end_in_a_message(string codec)
    {
        (string, string)[] properties =
            [("sqoop.avro.logical_types.decimal.enable", "true"), ("sqoop.avro.logical_types.temporal.enable", "true"), ("avro.mapred.sync.interval", "2000")];
        var file = AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, codec, properties: properties), SampleRows.Fixed(150));
        HostileFiles.Sample(file, static bytes => AvroFile.Open(new MemoryStream(bytes), "f", SampleRows.Schema, TimeZoneInfo.Utc));
    }

    [Fact]
    public void A_block_of_two_gigabytes_in_a_short_file_is_not_believed() =>
        Assert.Contains("too early", Fault(static body =>
        {
            body.WriteZigZag(1);
            body.WriteZigZag(int.MaxValue);
            body.Write([1, 2, 3]);
        }));

    [Fact]
    public void Rows_without_a_byte_are_not_believed() =>
        Assert.Contains("claims", Fault(static body =>
        {
            body.WriteZigZag(long.MaxValue);
            body.WriteZigZag(0);
            body.Write(AvroRoundTrip.Sync);
        }));

    [Fact]
    public void A_foreign_marker_behind_a_block_is_damage() =>
        Assert.Contains("marker", Fault(static body =>
        {
            body.WriteZigZag(1);
            body.WriteZigZag(2);
            body.Write([2, 2]);
            body.Write(new byte[16]);
        }));

    [Fact]
    public void A_block_with_more_bytes_than_rows_is_damage() =>
        Assert.Contains("more than its rows", Fault(static body =>
        {
            body.WriteZigZag(1);
            body.WriteZigZag(3);
            body.Write([2, 2, 2]);
            body.Write(AvroRoundTrip.Sync);
        }));

    private static string Fault(Action<BlockBuffer> write)
    {
        var file = new BlockBuffer();
        file.Write(AvroRoundTrip.Write(SampleRows.Request(FileLayout.Avro, schema: Numbers)));
        write(file);
        return Assert.Throws<TransferException>(() => AvroRoundTrip.Read(file.Written.ToArray(), Numbers)).Message;
    }
}
