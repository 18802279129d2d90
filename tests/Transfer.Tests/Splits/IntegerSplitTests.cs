using System.Numerics;
using CsCheck;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class IntegerSplitTests
{
    [Theory]
    [InlineData(4, 1, 10, 0, "1 4 6 8 10")]
    [InlineData(4, 1, 4, 0, "1 2 3 4 4")]
    [InlineData(4, 0, 1000, 0, "0 250 500 750 1000")]
    [InlineData(4, 1, 1000, 0, "1 251 501 751 1000")]
    [InlineData(4, 1, 100, 0, "1 26 51 76 100")]
    [InlineData(4, 1, 3, 0, "1 2 3 3")]
    [InlineData(4, 2, 3, 0, "2 3 3")]
    [InlineData(4, 5, 5, 0, "5 5")]
    [InlineData(2, 1, 7, 0, "1 4 7")]
    [InlineData(3, -5, 5, 0, "-5 -1 2 5")]
    [InlineData(10, 0, 95, 0, "0 10 20 30 40 50 59 68 77 86 95")]
    [InlineData(5, 1, 5, 0, "1 2 3 4 5 5")]
    [InlineData(5, 1, 10, 1, "1 2 3 4 5 6 7 8 9 10 10")]
    [InlineData(4, 1, 20, 5, "1 6 11 16 20")]
    [InlineData(2, 1, 10, 3, "1 4 7 10")]
    [InlineData(10, 0, 100, 15, "0 10 20 30 40 50 60 70 80 90 100")]
    [InlineData(2, 3, 5, 0, "3 4 5 5")]
    public void Points_are_those_of_Sqoop(int splitCount, long low, long high, long limit, string points) =>
        Assert.Equal(points, string.Join(' ', IntegerPoints.Split(low, high, splitCount, limit, static _ => { })));

    [Fact]
    public void Ranges_are_half_open_and_the_last_one_closed()
    {
        var ranges = SplitPlanner.Plan(Request(1, 100, 4));
        Assert.Equal(
            ["( c >= 1 ) AND ( c < 26 )", "( c >= 26 ) AND ( c < 51 )", "( c >= 51 ) AND ( c < 76 )", "( c >= 76 ) AND ( c <= 100 )"],
            ranges.Select(range => range.Condition));
        Assert.All(ranges, range => Assert.False(range.IsFileOptional));
    }

    [Fact]
    public void The_whole_range_of_Int64_is_split_without_overflow()
    {
        var points = IntegerPoints.Split(long.MinValue, long.MaxValue, 2, 0, static _ => { });
        Assert.Equal([long.MinValue, 0, long.MaxValue], points);
    }

    [Fact]
    public void A_limit_that_makes_too_many_parts_is_refused()
    {
        var request = Request(0, long.MaxValue, 4) with { SplitLimit = 1 };
        Assert.Contains("--split-limit", Assert.Throws<TransferException>(() => SplitPlanner.Plan(request)).Message);
    }

    [Fact]
    public void More_tasks_than_parts_can_be_named_are_refused() =>
        Assert.Throws<TransferException>(() => SplitPlanner.Plan(Request(0, 10, int.MaxValue)));

    [Fact]
    public void The_log_tells_size_count_and_bounds()
    {
        var lines = new List<string>();
        SplitPlanner.Plan(Request(1, 100, 4) with { Info = lines.Add });
        Assert.Equal(["Split size: 24; Num splits: 4 from: 1 to: 100"], lines);
    }

    [Fact]
    public void Bounds_between_integers_are_widened_to_integers()
    {
        var request = Planning.Request(SqlType.Integer, new SplitValue.Real(-0.5), new SplitValue.Exact(35, 1), 4);
        Assert.Equal(["c >= -1", "c <= 4"], Ends(request));
        request = Planning.Request(SqlType.BigInt, new SplitValue.Text("18446744073709551615"), new SplitValue.Text("18446744073709551616.5"), 1);
        Assert.Equal(["c >= 18446744073709551615", "c <= 18446744073709551617"], Ends(request));
    }

    [Fact]
    public void A_bound_that_is_no_number_leaves_one_part_of_all_rows()
    {
        var request = Planning.Request(SqlType.Integer, new SplitValue.Integer(1), new SplitValue.Text("many"), 4);
        Assert.Equal(["c IS NOT NULL", "c IS NOT NULL"], Ends(request));
    }

    [Fact]
    public void Every_value_is_in_exactly_one_range() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Int[1, 40], Gen.Long[0, 200]).Sample((a, b, splitCount, limit) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            // A limit must fit the width, or there are too many parts.
            var request = Request(low, high, splitCount) with { SplitLimit = limit > 0 ? Math.Max(1, (long)(((Int128)high - low) / limit)) : null };
            AssertPartition(SplitPlanner.Plan(request).AsSpan(), low, high);
        });

    [Fact]
    public void Every_value_of_a_narrow_range_is_in_exactly_one_range() =>
        Gen.Select(Gen.Long[-20, 20], Gen.Long[0, 60], Gen.Int[1, 40]).Sample((low, width, splitCount) =>
        {
            var ranges = SplitPlanner.Plan(Request(low, low + width, splitCount));
            for (var value = low; value <= low + width; value++)
                Assert.Equal(1, Planning.CountHolding(ranges, value, long.Parse, Comparer<long>.Default.Compare));
        });

    [Fact]
    public void Chunks_of_a_range_hold_each_of_its_values_once() =>
        Gen.Select(Gen.Long[-20, 20], Gen.Long[0, 200], Gen.Int[1, 5], Gen.Int[1, 20]).Sample((low, width, splitCount, chunkCount) =>
        {
            foreach (var range in SplitPlanner.Plan(Request(low, low + width, splitCount)))
            {
                var chunks = SplitPlanner.Chunk(range, chunkCount);
                Assert.InRange(chunks.Length, 1, chunkCount);
                // Chunks are cut again as ranges are.
                var pieces = chunks.SelectMany(chunk => SplitPlanner.Chunk(chunk, 2)).ToList();
                for (var value = low - 1; value <= low + width + 1; value++)
                    Assert.Equal(
                        Planning.CountHolding([range], value, long.Parse, Comparer<long>.Default.Compare),
                        Planning.CountHolding([.. pieces], value, long.Parse, Comparer<long>.Default.Compare));
            }
        });

    [Fact]
    public void Chunks_are_of_equal_width_and_in_key_order()
    {
        var chunks = SplitPlanner.Chunk(SplitPlanner.Plan(Request(0, 100, 1))[0], 4);
        Assert.Equal(
            ["c >= 0|c < 25", "c >= 25|c < 50", "c >= 50|c < 75", "c >= 75|c <= 100"],
            chunks.Select(chunk => $"{chunk.Lower}|{chunk.Upper}"));
    }

    private static void AssertPartition(ReadOnlySpan<SplitRange> ranges, long low, long high)
    {
        foreach (var range in ranges)
        {
            var edge = BigInteger.Parse(range.Lower.Split(' ')[2]);
            foreach (var value in new[] { edge - 1, edge, edge + 1, low, high })
                if (value >= low && value <= high)
                    Assert.Equal(1, Planning.CountHolding([.. ranges], value, BigInteger.Parse, Comparer<BigInteger>.Default.Compare));
        }
    }

    private static string[] Ends(SplitRequest request) => SplitPlanner.Plan(request) is var ranges ? [ranges[0].Lower, ranges[^1].Upper] : [];

    private static SplitRequest Request(long low, long high, int splitCount) =>
        Planning.Request(SqlType.Integer, new SplitValue.Integer(low), new SplitValue.Integer(high), splitCount);
}
