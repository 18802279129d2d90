using System.Globalization;
using System.Numerics;
using CsCheck;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class NumberSplitTests
{
    private static readonly Gen<ExactNumber> Decimals =
        Gen.Select(Gen.Long, Gen.Int[0, 12], (unscaled, scale) => new ExactNumber(unscaled, scale));

    private static readonly Gen<double> Doubles = Gen.OneOf(Gen.Double, Gen.Double[-3, 3], Gen.Const(0.0), Gen.Const(double.MaxValue), Gen.Const(-double.MaxValue), Gen.Const(double.Epsilon))
        .Where(double.IsFinite);

    [Theory]
    [InlineData("1", "10", 4, "1 3.25 5.50 7.75 10.00")]
    [InlineData("0", "1", 3, "0 1")]
    [InlineData("0.00", "1.00", 3, "0.00 0.34 0.68 1.00")]
    [InlineData("5", "5", 4, "5 5")]
    [InlineData("-1.5", "1.5", 2, "-1.5 0.0 1.5")]
    [InlineData("0", "100", 4, "0 25 50 75 100")]
    [InlineData("0", "99999999999999999999999999999999999999999999999999999999999999999", 2,
        "0 49999999999999999999999999999999999999999999999999999999999999999.5 99999999999999999999999999999999999999999999999999999999999999999.0")]
    public void Decimals_walk_in_equal_steps_that_are_rounded_up(string low, string high, int splitCount, string points) =>
        Assert.Equal(points, string.Join(' ', DecimalAxis.Points(ExactNumber.Parse(low)!.Value, ExactNumber.Parse(high)!.Value, splitCount)));

    [Theory]
    [InlineData("1E-7", "0.0000001")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("1.5e3", "1500")]
    [InlineData("+7", "7")]
    [InlineData(".5", "0.5")]
    public void Decimals_are_written_plain(string text, string plain) => Assert.Equal(plain, ExactNumber.Parse(text).ToString());

    [Theory]
    [InlineData("NaN")]
    [InlineData("")]
    [InlineData("1e999999999")]
    [InlineData("1e-999999999")]
    [InlineData("1e99999999999")]
    [InlineData("1.2.3")]
    [InlineData("0x10")]
    public void What_is_no_decimal_is_none(string text) => Assert.Null(ExactNumber.Parse(text));

    [Fact]
    public void Every_decimal_is_in_exactly_one_range() =>
        Gen.Select(Decimals, Decimals, Gen.Int[1, 20], Gen.Int[1, 6], Gen.Double[0, 1]).Sample((a, b, splitCount, chunkCount, share) =>
        {
            var (low, high) = a.CompareTo(b) <= 0 ? (a, b) : (b, a);
            var request = Planning.Request(
                SqlType.Decimal, new SplitValue.Exact(low.Unscaled, low.Scale), new SplitValue.Exact(high.Unscaled, high.Scale), splitCount);
            var ranges = SplitPlanner.Plan(request);
            var scale = Math.Max(low.Scale, high.Scale) + 2;
            var between = new ExactNumber(low.At(scale) + ((high.At(scale) - low.At(scale)) * (long)(share * 1000) / 1000), scale);
            foreach (var value in new[] { low, between, high })
            {
                Assert.Equal(1, Count(ranges, value));
                Assert.Equal(1, Count([.. ranges.SelectMany(range => SplitPlanner.Chunk(range, chunkCount))], value));
            }
        });

    [Fact]
    public void The_last_real_range_begins_where_the_one_before_ends()
    {
        var ranges = SplitPlanner.Plan(Reals(0, 4, 4) with { HasBoundaryQuery = true });
        Assert.Equal(
            ["c >= 0|c < 1", "c >= 1|c < 2", "c >= 2|c < 3", "c >= 3|c <= 4"], ranges.Select(range => $"{range.Lower}|{range.Upper}"));
    }

    [Fact]
    public void Our_own_bounds_of_reals_are_open_for_a_database_that_prints_them_short()
    {
        var warnings = new List<string>();
        var ranges = SplitPlanner.Plan(Reals(0.5, 4.5, 2) with { Warn = warnings.Add });
        Assert.Equal(["c IS NOT NULL|c < 2.5", "c >= 2.5|c IS NOT NULL"], ranges.Select(range => $"{range.Lower}|{range.Upper}"));
        Assert.Single(warnings);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_bound_that_is_not_finite_leaves_one_part(double high) =>
        Assert.Equal(["(c IS NOT NULL)"], SplitPlanner.Plan(Reals(1, high, 4)).Select(range => range.Condition));

    [Fact]
    public void Every_real_is_in_exactly_one_range() =>
        Gen.Select(Doubles, Doubles, Gen.Int[1, 20], Gen.Int[1, 6], Gen.Double[0, 1]).Sample((a, b, splitCount, chunkCount, share) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            foreach (var request in new[] { Reals(low, high, splitCount), Reals(low, high, splitCount) with { HasBoundaryQuery = true } })
            {
                var ranges = SplitPlanner.Plan(request);
                Assert.InRange(ranges.Length, 1, splitCount + 1);
                foreach (var value in new[] { low, Math.Clamp((low * (1 - share)) + (high * share), low, high), high })
                {
                    Assert.Equal(1, Count(ranges, value));
                    Assert.Equal(1, Count([.. ranges.SelectMany(range => SplitPlanner.Chunk(range, chunkCount))], value));
                }
            }
        });

    [Fact]
    public void Neighbouring_reals_are_split_in_finite_time()
    {
        var low = 1e300;
        Assert.Single(SplitPlanner.Plan(Reals(low, Math.BitIncrement(low), 4)));
    }

    [Fact]
    public void Booleans_are_two_parts_and_numbers_beyond_one_are_true()
    {
        var both = SplitPlanner.Plan(Planning.Request(SqlType.Bit, new SplitValue.Boolean(false), new SplitValue.Integer(2), 8));
        Assert.Equal(["(c = FALSE)", "(c <> FALSE)"], both.Select(range => range.Condition));
        var one = Planning.Request(SqlType.Boolean, new SplitValue.Boolean(true), new SplitValue.Boolean(true), 8);
        Assert.Equal(["(c IS NOT NULL)"], SplitPlanner.Plan(one).Select(range => range.Condition));
        Assert.Equal(["(c <> FALSE)"], SplitPlanner.Plan(one with { HasBoundaryQuery = true }).Select(range => range.Condition));
    }

    [Theory]
    [InlineData(SqlType.Binary)]
    [InlineData(SqlType.Other)]
    [InlineData(SqlType.Clob)]
    public void A_type_that_cannot_be_split_is_refused_with_a_way_out(SqlType type)
    {
        var request = Planning.Request(type, new SplitValue.Text("a"), new SplitValue.Text("b"), 4);
        Assert.Contains("--split-by", Assert.Throws<TransferException>(() => SplitPlanner.Plan(request)).Message);
    }

    [Fact]
    public void A_split_limit_is_refused_for_columns_that_are_neither_integers_nor_dates() =>
        Assert.Contains(
            "--split-limit", Assert.Throws<TransferException>(() => SplitPlanner.Plan(Reals(0, 1, 4) with { SplitLimit = 3 })).Message);

    private static int Count(System.Collections.Immutable.ImmutableArray<SplitRange> ranges, ExactNumber value) =>
        Planning.CountHolding(ranges, value, text => ExactNumber.Parse(text)!.Value, Comparer<ExactNumber>.Default.Compare);

    private static int Count(System.Collections.Immutable.ImmutableArray<SplitRange> ranges, double value) =>
        Planning.CountHolding(ranges, value, text => double.Parse(text, CultureInfo.InvariantCulture), Comparer<double>.Default.Compare);

    private static SplitRequest Reals(double low, double high, int splitCount) =>
        Planning.Request(SqlType.Double, new SplitValue.Real(low), new SplitValue.Real(high), splitCount);
}
