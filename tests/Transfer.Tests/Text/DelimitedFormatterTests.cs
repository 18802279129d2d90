using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;
using static Levada.Transfer.Tests.Text.TestRows;

namespace Levada.Transfer.Tests.Text;

public sealed class DelimitedFormatterTests
{
    private static readonly DelimiterSet OptionalQuote = Delimiters('"', '\\');
    private static readonly DelimiterSet RequiredQuote = Delimiters('"', '\\', isEncloseRequired: true);
    private static readonly DelimiterSet EscapeOnly = Delimiters(escape: '\\');

    private static string FormatText(string text, DelimiterSet delimiters) => Format(Texts(text), Output(delimiters))[..^1];

    [Theory]
    [InlineData("foo\\bar", "foo\\\\bar")]
    [InlineData("foo,bar", "\"foo,bar\"")]
    [InlineData("foo\nbar", "\"foo\nbar\"")]
    [InlineData("foo\"bar", "foo\\\"bar")]
    [InlineData("foo\",bar", "\"foo\\\",bar\"")]
    [InlineData("foo\\,bar", "\"foo\\\\,bar\"")]
    [InlineData("just another string", "just another string")]
    [InlineData("", "")]
    public void Optional_enclosing_happens_where_a_delimiter_stands(string text, string expected) =>
        Assert.Equal(expected, FormatText(text, OptionalQuote));

    [Theory]
    [InlineData("foo\\bar", "foo\\\\bar")]
    [InlineData("foo,bar", "foo\\,bar")]
    [InlineData("foo\nbar", "foo\\\nbar")]
    [InlineData("foo\"bar", "foo\"bar")]
    [InlineData("foo\",bar", "foo\"\\,bar")]
    [InlineData("foo\\,bar", "foo\\\\\\,bar")]
    public void Without_an_enclosing_character_delimiters_are_escaped(string text, string expected) =>
        Assert.Equal(expected, FormatText(text, EscapeOnly));

    [Theory]
    [InlineData("foo\\bar", "\"foo\\\\bar\"")]
    [InlineData("foo,bar", "\"foo,bar\"")]
    [InlineData("foo\"bar", "\"foo\\\"bar\"")]
    [InlineData("foo", "\"foo\"")]
    [InlineData("", "\"\"")]
    public void Required_enclosing_is_around_every_text(string text, string expected) =>
        Assert.Equal(expected, FormatText(text, RequiredQuote));

    [Fact]
    public void Without_escape_and_enclosing_nothing_is_protected() => Assert.Equal("a,b\nc\n", Format(Texts("a,b\nc")));

    [Fact]
    public void An_enclosing_character_without_escape_leaves_itself_alone()
    {
        Assert.Equal("a\"b", FormatText("a\"b", Delimiters('"')));
        Assert.Equal("\"a\",b\"", FormatText("a\",b", Delimiters('"')));
        Assert.Equal("\"foo\\bar\"", FormatText("foo\\bar", Delimiters('"', isEncloseRequired: true)));
    }

    [Theory]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("ab", "ab")]
    public void An_escape_that_is_the_enclosing_character_makes_CSV(string text, string expected) =>
        Assert.Equal(expected, FormatText(text, Delimiters('"', '"')));

    [Theory]
    [InlineData("a\r", '\0', '\\', "a\\\r")]
    [InlineData("a\r", '"', '\\', "\"a\r\"")]
    [InlineData("a\r", '"', '"', "\"a\r\"")]
    [InlineData("a\r", '"', '\0', "a\r")]
    [InlineData("a\r", '\0', '\0', "a\r")]
    [InlineData("\ra", '\0', '\\', "\ra")]
    [InlineData("", '\0', '\\', "")]
    public void A_carriage_return_before_the_end_of_the_line_is_protected_where_an_escape_is_set(string text, char enclose, char escape, string expected)
    {
        Assert.Equal($"{expected}\n", Format(Texts(text), Output(Delimiters(enclose, escape))));
        Assert.Equal($"{text},x\n", Format(Texts(text, "x"), Output(Delimiters(enclose, escape))));
        Assert.Equal($"{text};", Format(Texts(text), Output(Delimiters(enclose, escape, record: ';'))));
    }

    [Fact]
    public void Delimiters_beyond_ASCII_are_written_and_protected_in_UTF8()
    {
        var delimiters = Delimiters('«', '§', field: '→', record: 'þ');
        Assert.Equal("a→éþ", Format(Texts("a", "é"), Output(delimiters)));
        Assert.Equal("«a→b§«c§§«þ", Format(Texts("a→b«c§"), Output(delimiters)));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_delimiter()
    {
        var failure = Assert.Throws<TransferException>(() => Format(Texts("a"), Output(Delimiters(field: '\ud83d'))));
        Assert.Contains("field delimiter", failure.Message);
    }

    [Fact]
    public void Numbers_are_enclosed_when_every_field_is()
    {
        var batch = new RowBatch(Schema(IntegerColumn(), TextColumn()));
        batch.Columns[0].AppendInt32(1);
        batch.Columns[1].AppendText("x");
        Assert.Equal("\"1\",\"x\"\n", Format(batch, Output(RequiredQuote)));
    }

    [Fact]
    public void A_delimiter_that_numbers_hold_is_protected_in_numbers_too()
    {
        Assert.Equal("\\-5\n", Format(One(IntegerColumn(), c => c.AppendInt32(-5)), Output(Delimiters(escape: '\\', field: '-'))));
        Assert.Equal("'2009-05-14'\n", Format(One(ColumnOf(ColumnKind.Date), c => c.AppendDate(14378)), Output(Delimiters('\'', field: '-'))));
        Assert.Equal("'01 02'\n", Format(One(ColumnOf(ColumnKind.Bytes), c => c.AppendBytes([1, 2])), Output(Delimiters('\'', field: ' '))));
    }

    [Fact]
    public void Null_has_one_text_for_strings_and_one_for_the_rest()
    {
        var batch = new RowBatch(Schema(TextColumn(), IntegerColumn(), ColumnOf(ColumnKind.Bytes)));
        foreach (var column in batch.Columns)
            column.AppendNull();
        Assert.Equal("null,null,null\n", Format(batch));
        Assert.Equal("\\N,NUL,NUL\n", Format(batch, new TextOptions { NullString = "\\N", NullNonString = "NUL" }));
    }

    [Fact]
    public void The_null_text_is_protected_like_any_other()
    {
        var batch = new RowBatch(Schema(TextColumn(), IntegerColumn()));
        batch.Columns[0].AppendNull();
        batch.Columns[1].AppendNull();
        Assert.Equal("\\\\N,a\\,b\n", Format(batch, Output(EscapeOnly) with { NullString = "\\N", NullNonString = "a,b" }));
        Assert.Equal("\"null\",\"null\"\n", Format(batch, Output(RequiredQuote)));
    }

    [Fact]
    public void Hive_delimiters_vanish_from_String_columns_or_are_replaced()
    {
        var batch = Texts("a\nb\rc\u0001d");
        Assert.Equal("abcd\n", Format(batch, null, new FormatOptions { AreHiveDelimitersDropped = true }));
        Assert.Equal("aé,bé,cé,d\n", Format(batch, null, new FormatOptions { HiveDelimiterReplacement = "é," }));
        Assert.Equal("aé\\,bé\\,cé\\,d\n", Format(batch, Output(EscapeOnly), new FormatOptions { HiveDelimiterReplacement = "é," }));
        Assert.Equal("a\nb\rc\u0001d\n", Format(batch));
    }

    [Fact]
    public void Hive_delimiters_stay_in_columns_that_are_not_String()
    {
        var clob = TextColumn() with { SqlType = SqlType.Clob, JavaType = JavaType.ClobRef };
        Assert.Equal("a\nb\n", Format(One(clob, c => c.AppendText("a\nb")), null, new FormatOptions { AreHiveDelimitersDropped = true }));
    }

    [Fact]
    public void Untyped_values_are_written_as_their_text_and_protected()
    {
        Assert.Equal("NaN\n", Format(One(ColumnOf(ColumnKind.Decimal), c => c.AppendUntyped("NaN"))));
        Assert.Equal("externalLob(lf\\,_lob/x\\,0\\,5)\n", Format(One(ColumnOf(ColumnKind.Bytes), c => c.AppendUntyped("externalLob(lf,_lob/x,0,5)")), Output(EscapeOnly)));
        Assert.Equal("ab\n", Format(One(TextColumn(), c => c.AppendUntyped("a\nb")), null, new FormatOptions { AreHiveDelimitersDropped = true }));
    }

    [Fact]
    public void Every_kind_has_the_text_of_its_Java_type()
    {
        Assert.Equal("true", FormatOne(ColumnOf(ColumnKind.Boolean), c => c.AppendBoolean(true)));
        Assert.Equal("false", FormatOne(ColumnOf(ColumnKind.Boolean), c => c.AppendBoolean(false)));
        Assert.Equal("-2147483648", FormatOne(ColumnOf(ColumnKind.Int32), c => c.AppendInt32(int.MinValue)));
        Assert.Equal("9223372036854775807", FormatOne(ColumnOf(ColumnKind.Int64), c => c.AppendInt64(long.MaxValue)));
        Assert.Equal("-9223372036854775808", FormatOne(ColumnOf(ColumnKind.Int64), c => c.AppendInt64(long.MinValue)));
        Assert.Equal("400.0", FormatOne(ColumnOf(ColumnKind.Float32), c => c.AppendFloat32(400)));
        Assert.Equal("1.2345678E7", FormatOne(ColumnOf(ColumnKind.Float64), c => c.AppendFloat64(12345678)));
        Assert.Equal("1.00000", FormatOne(ColumnOf(ColumnKind.Decimal), c => c.AppendDecimal(100000, 5)));
        Assert.Equal("2009-01-12", FormatOne(ColumnOf(ColumnKind.Date), c => c.AppendDate(14256)));
        Assert.Equal("12:24:13", FormatOne(ColumnOf(ColumnKind.Time), c => c.AppendTicks(446_539_999_999)));
        Assert.Equal("1970-01-01 00:00:00.0", FormatOne(ColumnOf(ColumnKind.Timestamp), c => c.AppendTicks(0)));
        Assert.Equal("f0 0f ab cd", FormatOne(ColumnOf(ColumnKind.Bytes), c => c.AppendBytes([0xf0, 0x0f, 0xab, 0xcd])));
        Assert.Equal("", FormatOne(ColumnOf(ColumnKind.Bytes), c => c.AppendBytes([])));
    }

    [Fact]
    public void A_time_that_was_mapped_to_String_keeps_its_fraction() =>
        Assert.Equal("12:24:13.5", FormatOne(ColumnOf(ColumnKind.Time) with { JavaType = JavaType.String }, c => c.AppendTicks(446535000000)));

    [Fact]
    public void A_small_decimal_has_an_exponent_only_where_Java_s_form_is_asked_for()
    {
        var scientific = new FormatOptions { IsDecimalPlain = false };
        Assert.Equal("0.0000001", FormatOne(ColumnOf(ColumnKind.Decimal), c => c.AppendDecimal(1, 7)));
        Assert.Equal("1E-7", FormatOne(ColumnOf(ColumnKind.Decimal), c => c.AppendDecimal(1, 7), scientific));
        Assert.Equal("0.0000010", FormatOne(ColumnOf(ColumnKind.Decimal), c => c.AppendDecimal(10, 7), scientific));
    }

    [Fact]
    public void The_decimal_form_comes_from_its_property()
    {
        static FormatOptions From(string value) => FormatOptions.From(new TransferOptions(ToolName.Import)
        {
            Properties = new TransferOptions(ToolName.Import).Properties.Add(FormatOptions.PlainDecimalProperty, value),
        });
        Assert.False(From(" False").IsDecimalPlain);
        Assert.True(From("true").IsDecimalPlain);
        Assert.True(FormatOptions.From(new TransferOptions(ToolName.Import)).IsDecimalPlain);
    }

    [Fact]
    public void Values_larger_than_a_buffer_are_written_whole()
    {
        var value = new byte[100_001];
        value.AsSpan().Fill(0xab);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("ab", value.Length)), FormatOne(ColumnOf(ColumnKind.Bytes), c => c.AppendBytes(value)));
        Assert.Equal(new string('x', 100_001), FormatOne(TextColumn(), c => c.AppendText(new string('x', 100_001))));
    }

    [Fact]
    public void A_batch_of_another_schema_is_refused()
    {
        var formatter = new DelimitedFormatter(Schema(IntegerColumn()), new TextOptions(), new FormatOptions());
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.Throws<ArgumentException>(() => formatter.Write(Texts("a"), output));
        Assert.Throws<ArgumentException>(() => formatter.Write(Texts("a", "b"), output));
    }
}
