using System.Text;
using CsCheck;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class TextSplitTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.String[Gen.Char["abzAZ09 '_\\"], 0, 12],
        Gen.Select(Gen.OneOf(Gen.Int[1, 0xD7FF], Gen.Int[0xE000, 0x10FFFF]).Array[0, 12], points => string.Concat(points.Select(point => new Rune(point)))));

    [Fact]
    public void Texts_are_refused_unless_the_property_allows_them()
    {
        var request = Between("a", "b", 4) with { IsTextAllowed = false };
        Assert.Contains(
            "-Dorg.apache.sqoop.splitter.allow_text_splitter=true", Assert.Throws<TransferException>(() => SplitPlanner.Plan(request)).Message);
    }

    [Fact]
    public void The_alphabet_in_25_parts_is_cut_at_every_letter() =>
        Assert.Equal("ABCDEFGHIJKLMNOPQRSTUVWXYZ", string.Concat(Points("A", "Z", 25)));

    [Fact]
    public void Bounds_with_a_common_prefix_are_cut_behind_it()
    {
        var points = Points("Hand", "Hardy", 5);
        Assert.Equal((6, "Hand", "Hardy"), (points.Count, points[0], points[^1]));
        Assert.All(points, point => Assert.StartsWith("Ha", point));
    }

    [Fact]
    public void Points_between_ASCII_texts_are_ASCII_for_columns_of_any_encoding() =>
        Gen.Select(Gen.String[Gen.Char[' ', '~'], 0, 12], Gen.String[Gen.Char[' ', '~'], 0, 12], Gen.Int[1, 30], Gen.Int[1, 30]).Sample((a, b, splitCount, chunkCount) =>
            Assert.All(
                SplitPlanner.Plan(Ordered(a, b, splitCount)).SelectMany(range => SplitPlanner.Chunk(range, chunkCount)),
                chunk => Assert.True(Ascii.IsValid(chunk.Condition))));

    [Fact]
    public void A_warning_names_the_risk()
    {
        var warnings = new List<string>();
        SplitPlanner.Plan(Between("a", "b", 2) with { Warn = warnings.Add });
        Assert.Contains("text column", Assert.Single(warnings));
    }

    [Fact]
    public void Quotes_in_bounds_are_doubled() =>
        Assert.Equal("c >= 'D''Artagnan'", SplitPlanner.Plan(Between("D'Artagnan", "Zed", 2))[0].Lower);

    [Fact]
    public void Bounds_in_no_order_of_characters_are_one_part()
    {
        var warnings = new List<string>();
        var range = Assert.Single(SplitPlanner.Plan(Between("a", "B", 2) with { Warn = warnings.Add }));
        Assert.Equal("( c >= 'a' ) AND ( c <= 'B' )", range.Condition);
        Assert.Equal([range], SplitPlanner.Chunk(range, 8));
        Assert.Contains("one part file", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_of_the_users_own_in_no_order_of_characters_are_refused() =>
        Assert.Contains("-m 1", Assert.Throws<TransferException>(() => SplitPlanner.Plan(Between("a", "B", 2) with { HasBoundaryQuery = true })).Message);

    [Fact]
    public void Points_are_text_that_every_database_can_hold() =>
        Gen.Select(Texts, Texts, Gen.Int[1, 30], Gen.Int[1, 30]).Sample((a, b, splitCount, chunkCount) =>
        {
            foreach (var range in SplitPlanner.Plan(Ordered(a, b, splitCount)))
            {
                foreach (var chunk in SplitPlanner.Chunk(range, chunkCount))
                {
                    var text = chunk.Lower + chunk.Upper;
                    Assert.DoesNotContain('\0', text);
                    Assert.Equal(text, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));
                }
            }
        });

    [Fact]
    public void Every_text_is_in_exactly_one_range_and_chunk() =>
        Gen.Select(Texts, Texts, Texts, Gen.Int[1, 20], Gen.Int[1, 6]).Sample((a, b, value, splitCount, chunkCount) =>
        {
            var request = Ordered(a, b, splitCount);
            var ranges = SplitPlanner.Plan(request);
            var chunks = ranges.SelectMany(range => SplitPlanner.Chunk(range, chunkCount)).ToList();
            var expected = Compare(Low(request), value) <= 0 && Compare(value, High(request)) <= 0 ? 1 : 0;
            Assert.Equal(expected, Planning.CountHolding(ranges, value, Planning.Unquote, Compare));
            Assert.Equal(expected, Planning.CountHolding([.. chunks], value, Planning.Unquote, Compare));
        });

    [Fact]
    public void No_row_is_lost_or_doubled_where_the_database_ignores_case() =>
        Gen.Select(Gen.String[Gen.Char["aAbBzZ"], 1, 3].List[2, 12], Gen.Int[1, 20], Gen.Int[1, 6]).Sample((rows, splitCount, chunkCount) =>
        {
            rows.Sort(IgnoringCase);
            if (Compare(rows[0], rows[^1]) > 0)
                return;
            var ranges = SplitPlanner.Plan(Between(rows[0], rows[^1], splitCount));
            var chunks = ranges.SelectMany(range => SplitPlanner.Chunk(range, chunkCount)).ToList();
            foreach (var row in rows)
            {
                Assert.Equal(1, Planning.CountHolding(ranges, row, Planning.Unquote, IgnoringCase));
                Assert.Equal(1, Planning.CountHolding([.. chunks], row, Planning.Unquote, IgnoringCase));
            }
        });

    private static int IgnoringCase(string left, string right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    private static int Compare(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    private static string Low(SplitRequest request) => ((SplitValue.Text)request.Bounds!.Low).Value;

    private static string High(SplitRequest request) => ((SplitValue.Text)request.Bounds!.High).Value;

    private static SplitRequest Ordered(string a, string b, int splitCount) =>
        Compare(a, b) <= 0 ? Between(a, b, splitCount) : Between(b, a, splitCount);

    private static List<string> Points(string low, string high, int splitCount)
    {
        var ranges = SplitPlanner.Plan(Between(low, high, splitCount));
        return [low, .. ranges.Select(range => Planning.Unquote(range.Upper.Split(' ', 3)[2]))];
    }

    private static SplitRequest Between(string low, string high, int splitCount) =>
        Planning.Request(SqlType.VarChar, new SplitValue.Text(low), new SplitValue.Text(high), splitCount);
}
