using System.Text;
using System.Text.Json;
using CsCheck;
using Levada.Output;

namespace Levada.Cli.Tests;

public sealed class TableTests
{
    [Fact]
    public void Numbers_stand_right_and_texts_left() =>
        Assert.Equal(["TOPIC    N", "a        1", "orders  12"], TableWriter.Lines(Sample(), int.MaxValue));

    [Fact]
    public void The_widest_column_gives_way_and_what_is_cut_says_so()
    {
        var table = new Table("t", new Column("NAME", "name"), new Column("N", "n", true));
        table.Add("a-rather-long-name-indeed", 123);

        Assert.Equal(["NAME       N", "a-rath…  123"], TableWriter.Lines(table, 12));
    }

    [Fact]
    public void Lines_fit_wherever_the_columns_can() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 60].Array[3], Gen.Int[20, 80]).Sample((texts, width) =>
        {
            var table = new Table("t", new Column("A", "a"), new Column("B", "b"), new Column("C", "c", true));
            table.Add(texts[0], texts[1], texts[2]);
            Assert.All(TableWriter.Lines(table, width), line => Assert.True(line.Length <= width));
        });

    [Fact]
    public void Json_is_typed()
    {
        using var stream = new MemoryStream();
        var table = new Table("t", new Column("TOPIC", "topic"), new Column("N", "n", true), new Column("LAG", "lag", true), new Column("IDS", "ids"), new Column("OK", "isOk"));
        table.Add("a\"b", 1, Cell.Known(-1), Cell.List([1, 2]), true);
        new Screen(stream, TextWriter.Null, OutputFormat.Json, int.MaxValue, hasProgress: false).Write(table);

        Assert.Equal("""[{"topic":"a\u0022b","n":1,"lag":null,"ids":[1,2],"isOk":true}]""" + "\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void Several_tables_are_one_object()
    {
        using var stream = new MemoryStream();
        new Screen(stream, TextWriter.Null, OutputFormat.Json, int.MaxValue, hasProgress: false).Write([Sample(), new Table("empty", new Column("X", "x"))]);
        using var document = JsonDocument.Parse(stream.ToArray());

        Assert.Equal(2, document.RootElement.GetProperty("topics").GetArrayLength());
        Assert.Equal(0, document.RootElement.GetProperty("empty").GetArrayLength());
    }

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "1.00 kB")]
    [InlineData(12_345, "12.3 kB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(2_500_000_000, "2.50 GB")]
    public void Bytes_are_readable(long byteCount, string text) => Assert.Equal(text, Quantity.Bytes(byteCount));

    [Fact]
    public void Times_are_ISO_8601_wherever_a_calendar_has_them()
    {
        Assert.Equal("2023-11-14T22:13:20.123Z", Quantity.Time(TestRecords.TimestampMs));
        Assert.Equal(long.MaxValue.ToString(), Quantity.Time(long.MaxValue));
    }

    private static Table Sample()
    {
        var table = new Table("topics", new Column("TOPIC", "topic"), new Column("N", "n", true));
        table.Add("a", 1);
        table.Add("orders", 12);
        return table;
    }
}
