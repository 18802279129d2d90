using System.Text;
using CsCheck;
using Levada.DataFiles.Text;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using static Levada.DataFiles.Tests.Text.TextFiles;

namespace Levada.DataFiles.Tests.Text;

public sealed class DelimitedReaderTests
{
    private static string FailureOf(byte[] content, TextOptions? text = null) =>
        Assert.Throws<TransferException>(() => Read(new MemoryStream(content), text)).Message;

    [Fact]
    public void Rows_have_the_number_of_their_line() =>
        Assert.Equal(["1:1,a", "2:2,(NULL)", "3:(NULL),c"], Read("1,a\n2,null\n,c\n"));

    [Fact]
    public void Missing_fields_are_NULL_and_surplus_ones_are_ignored() =>
        Assert.Equal(["1:1,(NULL)", "2:2,b", "3:3,"], Read("1\n2,b,surplus,x\n3,"));

    [Fact]
    public void A_record_of_several_lines_has_the_number_of_its_first() =>
        Assert.Equal(["1:1,a\nb\nc", "4:2,d", "5:3,e"], Read("1,\"a\nb\nc\"\n2,d\n3,e\n", Delimited(enclose: '"')));

    [Fact]
    public void Carriage_returns_before_line_feeds_are_no_data() =>
        Assert.Equal(["1:1,a", "2:2,b"], Read("1,a\r\n2,b\r\n"));

    [Fact]
    public void Records_may_end_at_another_character_than_a_line_feed() =>
        Assert.Equal(["1:1,a\nb", "2:2,c"], Read("1\u0001a\nb;2\u0001c;", Delimited('\u0001', ';')));

    [Fact]
    public void An_empty_file_has_no_rows() => Assert.Empty(Read(""));

    [Fact]
    public void A_byte_order_mark_is_dropped_with_a_warning()
    {
        var warnings = new List<string>();
        Assert.Equal(["1:1,a"], Read(new MemoryStream([0xef, 0xbb, 0xbf, .. "1,a\n"u8]), warn: warnings.Add));
        Assert.Contains("data/part-0", Assert.Single(warnings));
        Assert.Equal(["1:1,a"], Read(new MemoryStream([0xef, 0xbb, 0xbf, .. "1,a\n"u8]), length: 2));
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_an_error_with_file_line_offset_column_and_text()
    {
        var message = FailureOf("1,a,1\nx,b,2\n"u8.ToArray());
        Assert.StartsWith("Can't export data, ", message);
        Assert.Contains("data/part-0, line 2, offset 6: ", message);
        Assert.Contains("column id cannot hold 'x'", message);
        Assert.EndsWith("x,b,2", message);
    }

    [Fact]
    public void Bytes_that_are_not_UTF8_are_an_error_with_their_offset()
    {
        Assert.Contains("line 2, offset 4: byte 0xff at offset 7 is not UTF-8", FailureOf([.. "1,a\n2,b"u8, 0xff, .. "c\n"u8]));
        Assert.Contains("byte 0xc3 at offset 2 is not UTF-8", FailureOf([.. "1,"u8, 0xc3]));
        Assert.Contains("byte 0xff at offset 4 is not UTF-8", FailureOf([.. "1,a,"u8, 0xff]));
    }

    [Fact]
    public void A_field_that_is_not_closed_is_an_error_with_its_line() =>
        Assert.Contains("line 2, offset 4: the field-encloser", FailureOf("1,a\n2,\"b\n3,c\n"u8.ToArray(), Delimited(enclose: '"')));

    [Fact]
    public void The_line_in_a_message_is_cut()
    {
        var message = FailureOf(Encoding.UTF8.GetBytes($"x,{new string('y', 100_000)}\n"));
        Assert.True(message.Length < 1000);
        Assert.EndsWith("yyy…", message);
    }

    [Fact]
    public void What_fails_may_be_named_by_the_caller()
    {
        using var reader = new DelimitedReader(new MemoryStream("x\n"u8.ToArray()), "f", Schema, new TextOptions()) { FailureWords = "Can't merge" };
        Assert.StartsWith("Can't merge: f, line 1", Assert.Throws<TransferException>(() => ReadAll(reader)).Message);
    }

    private sealed class Broken : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new InvalidDataException("bad block");
    }

    [Fact]
    public void A_stream_that_fails_is_an_error_that_names_the_file()
    {
        var failure = Assert.Throws<TransferException>(() => Read(new Broken()));
        Assert.Contains("data/part-0 cannot be read: bad block", failure.Message);
    }

    [Fact]
    public void A_cancelled_read_stops()
    {
        using var reader = new DelimitedReader(new MemoryStream("1\n"u8.ToArray()), "f", Schema, new TextOptions());
        Assert.Throws<OperationCanceledException>(() => reader.Read(new RowBatch(Schema), new CancellationToken(true)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Batches_are_bounded_and_lose_nothing_however_the_stream_yields_its_bytes(int bytesAtOnce)
    {
        var content = new StringBuilder();
        for (var id = 0; id < 6000; id++)
            content.Append(id).Append(",\"").Append('é', id % 50).Append(id % 7 == 0 ? "\n" : "").Append("\"\n");
        var bytes = Encoding.UTF8.GetBytes(content.ToString());
        using var reader = new DelimitedReader(new Trickle(bytes, bytesAtOnce), "f", Schema, Delimited(enclose: '"'));
        var batch = new RowBatch(Schema);
        var ids = new List<int>();
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.InRange(batch.RowCount, 1, RowBatch.RowCountMax);
            ids.AddRange(batch.Columns[0].Values<int>());
        }
        Assert.Equal(Enumerable.Range(0, 6000), ids);
    }

    [Fact]
    public void A_batch_ends_after_its_bytes_too()
    {
        var line = $"1,{new string('x', 600_000)}\n";
        using var reader = new DelimitedReader(new MemoryStream(Encoding.UTF8.GetBytes(line + line + line)), "f", Schema, new TextOptions());
        var batch = new RowBatch(Schema);
        Assert.True(reader.Read(batch, CancellationToken.None));
        Assert.Equal(2, batch.RowCount);
        Assert.True(reader.Read(batch, CancellationToken.None));
        Assert.Equal(1, batch.RowCount);
        Assert.False(reader.Read(batch, CancellationToken.None));
    }

    private static readonly Gen<string> AnyContent = Gen.OneOf('1', '2', 'a', ',', '\n', '\n', '→', '\r').Array[0, 60].Select(characters => new string(characters));

    [Fact]
    public void Parts_of_a_file_hold_each_record_once() =>
        Gen.Select(AnyContent, Gen.Int[0, 80].Array[0, 5], Gen.OneOf('\n', ',', '→')).Sample((content, cuts, record) =>
        {
            var schema = new RowSchema([new Column("line", SqlType.VarChar, ColumnKind.Text, JavaType.String)]);
            var bytes = Encoding.UTF8.GetBytes(content);
            long[] edges = [0, .. cuts.Select(cut => (long)Math.Min(cut, bytes.Length)).Order().Distinct().Where(cut => cut > 0), long.MaxValue];
            var parts = edges.Zip(edges.Skip(1)).SelectMany(edge => Lines(edge.First, edge.Second - edge.First)).ToList();
            Assert.Equal(Lines(0, long.MaxValue), parts);

            List<string> Lines(long start, long length)
            {
                using var reader = new DelimitedReader(new MemoryStream(bytes), "f", schema, Delimited(';', record), start, length);
                return [.. ReadAll(reader).Select(row => row[(row.IndexOf(':', StringComparison.Ordinal) + 1)..])];
            }
        });

    [Fact]
    public void A_part_finds_its_first_record_beyond_one_buffer()
    {
        var content = Encoding.UTF8.GetBytes($"1,{new string('x', 900_000)}\n2,b\n");
        Assert.Equal(["1:2,b"], Read(new MemoryStream(content), start: 5));
        Assert.Empty(Read(new MemoryStream(content), start: 5, length: 100_000));
        Assert.Single(Read(new MemoryStream(content), length: 5));
    }

    [Fact]
    public void An_error_in_a_part_says_where_the_part_begins()
    {
        var failure = Assert.Throws<TransferException>(() => Read(new MemoryStream("1,a\n2,b\nx,c\n"u8.ToArray()), start: 4));
        Assert.Contains("data/part-0 from byte 4, line 2, offset 8: ", failure.Message);
    }

    [Theory]
    [InlineData('"', '\0')]
    [InlineData('\0', '\\')]
    public void Text_with_enclosing_or_escape_characters_is_not_read_from_the_middle(char enclose, char escape) =>
        Assert.Throws<ArgumentException>(() => Read(new MemoryStream(), Delimited(enclose: enclose, escape: escape), start: 1));

    [Fact]
    public void Arbitrary_bytes_give_rows_or_an_error_of_the_user()
    {
        var text = Delimited(enclose: '"', escape: '\\');
        Gen.OneOf(Gen.Byte.Array[0, 80], Gen.OneOf("1a,\n\r\"\\é"u8.ToArray()).Array[0, 80]).Sample(content =>
        {
            try
            {
                Read(new MemoryStream(content), text);
            }
            catch (TransferException)
            {
                // The documented error.
            }
        });
    }
}
