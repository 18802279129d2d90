using System.Text;
using CsCheck;
using Levada.Transfer.Options;
using Levada.Transfer.Text;
using static Levada.Transfer.Tests.Text.TestRows;

namespace Levada.Transfer.Tests.Text;

public sealed class DelimitedParserTests
{
    private const int FieldsMax = 8;

    /// <summary>All records, fields joined by '|'; a failure is the last entry and begins with '!'.</summary>
    private static List<string> Parse(byte[] text, DelimiterSet delimiters, Func<int, int>? nextSize = null)
    {
        var parser = new DelimitedParser(delimiters, FieldsMax);
        var records = new List<string>();
        var (start, end, size) = (0, nextSize is null ? text.Length : 0, 0);
        while (true)
        {
            var buffer = text.AsSpan(start..end);
            var status = parser.Read(buffer, isLast: end == text.Length);
            if (status == RecordStatus.NeedMore)
            {
                end = Math.Min(text.Length, end + nextSize!(size++));
                continue;
            }
            if (status == RecordStatus.End)
                return records;
            if (status == RecordStatus.Failed)
                return [.. records, "!" + parser.Failure];
            records.Add(string.Join('|', Enumerable.Range(0, parser.FieldCount).Select(FieldOf)));
            Assert.InRange(parser.ByteCount, 1, end - start);
            start += parser.ByteCount;

            string FieldOf(int index) => Encoding.UTF8.GetString(parser.Field(text.AsSpan(start..end), index));
        }
    }

    private static List<string> Parse(string text, DelimiterSet delimiters) => Parse(Encoding.UTF8.GetBytes(text), delimiters);

    [Theory]
    [InlineData("", "")]
    [InlineData("\n", ";")]
    [InlineData("a", "a;")]
    [InlineData("a,b\n", "a|b;")]
    [InlineData("foo,\n", "foo|;")]
    [InlineData("foo,", "foo|;")]
    [InlineData("a\n\nb", "a;;b;")]
    [InlineData("a,b\r\nc,d\r\n", "a|b;c|d;")]
    [InlineData("a\r\r\n", "a\r;")]
    [InlineData("a\r", "a\r;")]
    [InlineData("a\rb\n", "a\rb;")]
    [InlineData("\r\n", ";")]
    [InlineData("\"a\",\\n", "\"a\"|\\n;")]
    public void Plain_text_is_cut_at_delimiters(string text, string expected) =>
        Assert.Equal(expected, string.Concat(Parse(text, Delimiters()).Select(record => record + ";")));

    [Theory]
    [InlineData("\"foo\",b\n", "foo|b;")]
    [InlineData("\"a,b\nc\",d\n", "a,b\nc|d;")]
    [InlineData("\"a\\\"b\"\n", "a\"b;")]
    [InlineData("a\\,b,c\\\nd\n", "a,b|c\nd;")]
    [InlineData("a\\\\,b\n", "a\\|b;")]
    [InlineData("\\\"a,b\"c\n", "\"a|b\"c;")]
    [InlineData("\"\",\"\"", "|;")]
    [InlineData("\"a\"\r\n\"b\"\n", "a;b;")]
    [InlineData("a\\\r\n", "a\r;")]
    [InlineData("a\\r\r\n", "ar;")]
    [InlineData("\"a\r\"\r\n", "a\r;")]
    [InlineData("\\é,\"\\é\"", "é|é;")]
    public void Enclosed_and_escaped_characters_mean_themselves(string text, string expected) =>
        Assert.Equal(expected, string.Concat(Parse(text, Delimiters('"', '\\')).Select(record => record + ";")));

    [Theory]
    [InlineData("\"a\"b,c\n", "!Expected delimiter at position 3")]
    [InlineData("\"a,b\n", "!the field-encloser that closes the last field is missing")]
    [InlineData("a\\", "!an escape character is the last of the file")]
    public void What_is_not_closed_is_refused(string text, string expected) =>
        Assert.Equal([expected], Parse(text, Delimiters('"', '\\')));

    [Fact]
    public void A_required_enclosing_character_that_is_missing_is_refused()
    {
        var delimiters = Delimiters('"', '\\', isEncloseRequired: true);
        Assert.Equal(["a|b", "!Opening field-encloser expected at position 4"], Parse("\"a\",\"b\"\n\"a\",b\n", delimiters));
        Assert.Equal(["!Opening field-encloser expected at position 4"], Parse("\"a\",", delimiters));
    }

    [Fact]
    public void CSV_is_read_when_escape_and_enclosing_character_are_the_same() =>
        Assert.Equal(["a\"b|c,d|", "x\"y|"], Parse("\"a\"\"b\",\"c,d\",\"\"\nx\"y,\n", Delimiters('"', '"')));

    [Fact]
    public void Delimiters_may_lie_beyond_ASCII()
    {
        Assert.Equal(["a|é→", "b"], Parse("a→é‡→þbþ", Delimiters(escape: '‡', field: '→', record: 'þ')));
        Assert.Equal(["a→b|c«"], Parse("«a→b«→c«", Delimiters('«', field: '→', record: 'þ')));
        Assert.Equal(["Ã|b"], Parse("Ãþb", Delimiters(field: 'þ', record: '→')));
    }

    [Fact]
    public void Fields_beyond_those_wanted_are_read_over()
    {
        var parser = new DelimitedParser(Delimiters('"', '\\'), 1);
        Assert.Equal(RecordStatus.Record, parser.Read("a\\,,\"b\",c\\,d\ne"u8, isLast: true));
        Assert.Equal(1, parser.FieldCount);
        Assert.Equal("a,"u8, parser.Field("a\\,,\"b\",c\\,d\ne"u8, 0));
        Assert.Equal(13, parser.ByteCount);
    }

    [Fact]
    public void Lines_inside_a_record_are_counted()
    {
        var parser = new DelimitedParser(Delimiters('"', '\\'), 2);
        Assert.Equal(RecordStatus.Record, parser.Read("\"a\nb\",c\\\nd\ne\n"u8, isLast: true));
        Assert.Equal(3, parser.LineCount);
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('"')]
    public void A_record_beyond_the_bound_is_refused(char enclose)
    {
        var parser = new DelimitedParser(Delimiters(enclose), 1, recordBytesMax: 10);
        Assert.Equal(RecordStatus.NeedMore, parser.Read("0123456789"u8, isLast: false));
        Assert.Equal(RecordStatus.Failed, parser.Read("0123456789a"u8, isLast: false));
        Assert.Contains("10 bytes", parser.Failure);
        Assert.Equal(RecordStatus.Failed, parser.Read("0123456789\n"u8, isLast: true));
    }

    private static readonly Gen<DelimiterSet> AnyDelimiters = Gen.Select(
        Gen.OneOf(',', '\t', '\u0001', 'þ', '→'),
        Gen.OneOf('\n', '\r', ';', '§'),
        Gen.OneOf('\0', '"', '\'', '«'),
        Gen.OneOf('\0', '\\', '"', '‡'),
        Gen.Bool,
        (field, record, enclose, escape, isRequired) => new DelimiterSet(field, record, enclose, escape, isRequired));

    /// <summary>Bytes among which delimiters are frequent.</summary>
    private static readonly Gen<byte[]> AnyBytes = Gen.OneOf(
        Gen.Byte.Array[0, 60],
        Gen.OneOf([.. ",\t\u0001\n\r;\"'\\ab"u8.ToArray(), .. "þ→§«‡"u8.ToArray()]).Array[0, 60]);

    [Fact]
    public void Arbitrary_bytes_give_records_or_a_failure() => Gen.Select(AnyBytes, AnyDelimiters).Sample((text, delimiters) =>
    {
        var records = Parse(text, delimiters);
        Assert.True(records.Count <= text.Length);
    }, iter: 10_000);

    [Fact]
    public void Where_buffers_end_does_not_matter() =>
        Gen.Select(AnyBytes, AnyDelimiters, Gen.Int[1, 7].Array[1, 10]).Sample((text, delimiters, sizes) =>
            Assert.Equal(Parse(text, delimiters), Parse(text, delimiters, index => sizes[index % sizes.Length])), iter: 10_000);
}
