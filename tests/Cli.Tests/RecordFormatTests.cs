using System.Text;
using Levada.Records;
using Levada.Text;

namespace Levada.Cli.Tests;

public sealed class RecordFormatTests
{
    [Theory]
    [InlineData(@"%t/%p@%o %k=%v\n", "orders/3@42 key=value\n")]
    [InlineData("%K %S %V", "3 5 5")]
    [InlineData("%T %h", "1700000000123 a=1,b=")]
    [InlineData(@"100%% %s\t|\x41\\", "100% value\t|A\\")]
    [InlineData("ü%k", "ükey")]
    public void Letters_print_what_they_name(string format, string printed)
    {
        var batch = TestRecords.Batch("key"u8, "value"u8, new RecordHeader("a", "1"u8.ToArray()), new RecordHeader("b", null));

        Assert.Equal(printed, TestRecords.Print(batch, (sink, record) => RecordFormat.Parse(format).Write(sink, "orders", 3, record, default)));
    }

    [Fact]
    public void Null_is_not_empty()
    {
        var batch = TestRecords.Batch(NullableBytes.Null, NullableBytes.Null);

        Assert.Equal("NULL -1 NULL -1", TestRecords.Print(
            batch, (sink, record) => RecordFormat.Parse("%k %K %v %V").Write(sink, "t", 0, record, "NULL"u8)));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("%z")]
    [InlineData(@"\")]
    [InlineData(@"\q")]
    [InlineData(@"\x4")]
    public void Unknown_letters_and_escapes_are_usage_errors(string format) => Assert.Throws<UsageException>(() => RecordFormat.Parse(format));

    [Fact]
    public void Json_lines_come_back_as_the_same_record()
    {
        byte[] binary = [0xff, 0x00, 0x80];
        var batch = TestRecords.Batch("kéy\n"u8, binary, new RecordHeader("h", "1"u8.ToArray()), new RecordHeader("none", null));
        using var writer = new JsonRecordWriter();
        var line = TestRecords.Print(batch, (sink, record) => writer.Write(sink, "t", 0, record, TimestampType.CreateTime));
        var read = JsonRecordReader.Read(Encoding.UTF8.GetBytes(line), -1, []);

        Assert.EndsWith("\n", line);
        Assert.Equal("kéy\n", Encoding.UTF8.GetString(read.Key!.Value.Span));
        Assert.Equal(binary, read.Value!.Value.ToArray());
        Assert.Equal(TestRecords.TimestampMs, read.TimestampMs);
        Assert.Equal(["h", "none"], read.Headers.ToArray().Select(header => header.Key));
        Assert.Null(read.Headers.Span[1].Value);
    }

    [Fact]
    public void Json_null_is_null_and_structures_are_their_text()
    {
        var read = JsonRecordReader.Read("""{"key":null,"value":{"a":1}}"""u8, 2, []);

        Assert.Null(read.Key);
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString(read.Value!.Value.Span));
        Assert.Equal(2, read.Partition);
        Assert.Null(JsonRecordReader.Read("{}"u8, -1, []).Value);
        Assert.Throws<UsageException>(() => JsonRecordReader.Read("nonsense"u8, -1, []));
        Assert.Throws<UsageException>(() => JsonRecordReader.Read("[1]"u8, -1, []));
    }
}
