using System.Collections.Immutable;
using System.Globalization;
using CsCheck;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class SplitSharesTests
{
    private const int RowsPerValue = 10_000;

    private static readonly Gen<int> Tasks = Gen.Int[2, 12];

    [Fact]
    public void Whatever_a_sample_of_numbers_says_every_row_is_in_exactly_one_chunk() =>
        Gen.Select(Gen.Long, Gen.Long, Gen.Long.List[0, 60], Gen.Long, Tasks, Gen.Bool).Sample((a, b, sampled, value, tasks, isFound) =>
        {
            var request = Planning.Request(SqlType.BigInt, new SplitValue.Integer(Math.Min(a, b)), new SplitValue.Integer(Math.Max(a, b)), tasks);
            HoldsOnce(request, [.. sampled.Select(number => new SplitValue.Integer(number))], tasks, isFound, value, Number, Comparer<decimal>.Default.Compare);
        });

    [Fact]
    public void Whatever_a_sample_of_decimals_says_every_row_is_in_exactly_one_chunk() =>
        Gen.Select(Gen.Int, Gen.Int, Gen.Int.List[0, 60], Gen.Int, Tasks, Gen.Bool).Sample((a, b, sampled, value, tasks, isFound) =>
        {
            var request = Planning.Request(SqlType.Decimal, new SplitValue.Exact(Math.Min(a, b), 3), new SplitValue.Exact(Math.Max(a, b), 3), tasks);
            HoldsOnce(request, [.. sampled.Select(number => new SplitValue.Exact(number, 3))], tasks, isFound, value / 1000m, Number, Comparer<decimal>.Default.Compare);
        });

    [Fact]
    public void Whatever_a_sample_of_floats_says_every_row_is_in_exactly_one_chunk() =>
        Gen.Select(Gen.Double[-1e9, 1e9], Gen.Double[-1e9, 1e9], Gen.Double.Special.List[0, 60], Gen.Double[-1e9, 1e9], Tasks, Gen.Bool).Sample((a, b, sampled, value, tasks, isFound) =>
        {
            var request = Planning.Request(SqlType.Double, new SplitValue.Real(Math.Min(a, b)), new SplitValue.Real(Math.Max(a, b)), tasks);
            HoldsOnce(
                request, [.. sampled.Select(number => new SplitValue.Real(number))], tasks, isFound, value,
                text => double.Parse(text, CultureInfo.InvariantCulture), Comparer<double>.Default.Compare);
        });

    [Fact]
    public void Whatever_a_sample_of_times_says_every_row_is_in_exactly_one_chunk() =>
        Gen.Select(Moments, Moments, Moments.List[0, 60], Moments, Tasks, Gen.Bool).Sample((a, b, sampled, value, tasks, isFound) =>
        {
            var (low, high) = a <= b ? (a, b) : (b, a);
            HoldsOnce(
                Planning.Request(SqlType.Timestamp, Temporal(low), Temporal(high), tasks), [.. sampled.Select(Temporal)], tasks, isFound, value,
                text => DateTime.Parse(Planning.Unquote(text), CultureInfo.InvariantCulture), Comparer<DateTime>.Default.Compare);
        });

    [Fact]
    public void Whatever_a_sample_of_texts_says_and_however_the_database_sorts_them_every_row_is_in_exactly_one_chunk() =>
        Gen.Select(Words, Words, Words.List[0, 60], Words, Tasks, Gen.Bool).Sample((a, b, sampled, value, tasks, isFound) =>
        {
            var (low, high) = IgnoringCase(a, b) <= 0 ? (a, b) : (b, a);
            HoldsOnce(
                Planning.Request(SqlType.VarChar, new SplitValue.Text(low), new SplitValue.Text(high), tasks),
                [.. sampled.Select(text => new SplitValue.Text(text))], tasks, isFound, value, Planning.Unquote, IgnoringCase);
        });

    [Fact]
    public void However_the_rows_lie_no_task_has_much_more_than_its_share_but_for_rows_of_one_value() =>
        Gen.Select(Gen.Select(Gen.Long[0, 1_000_000_000], Gen.Int[1, 40]).List[1, 300], Tasks).Sample((rows, tasks) =>
        {
            var histogram = rows.DistinctBy(row => row.Item1).OrderBy(row => row.Item1).Select(row => (Value: row.Item1, Count: row.Item2)).ToList();
            var ranges = SplitPlanner.Plan(Planning.Request(SqlType.BigInt, new SplitValue.Integer(histogram[0].Value), new SplitValue.Integer(histogram[^1].Value), tasks));
            var sample = new SplitSample(ranges, RowsPerValue);
            foreach (var (value, count) in histogram)
            {
                for (var index = 0; index < count; index++)
                    sample.Add(RangeOf(ranges, value), new SplitValue.Integer(value));
            }

            var chunks = SplitShares.Cut(sample, tasks, isFound: true).SelectMany(range => range).ToList();

            var total = histogram.Sum(row => row.Count) * (long)RowsPerValue;
            var one = histogram.Max(row => row.Count) * (long)RowsPerValue;
            foreach (var chunk in chunks)
                Assert.Equal(chunk.RowCount, histogram.Where(row => Planning.CountHolding([chunk.Range], row.Value, Number, Comparer<decimal>.Default.Compare) == 1).Sum(row => (long)row.Count) * RowsPerValue);
            Assert.Equal(total, chunks.Sum(chunk => chunk.RowCount));
            Assert.InRange(BusiestTask(chunks, tasks), 0, (total * 5 / (4 * tasks)) + one + SplitShares.ChunkRowCountMin + (2 * RowsPerValue));
        });

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(12)]
    public void Nearly_all_rows_in_one_range_are_shared_where_a_query_may_read_the_whole_table_and_no_finer_than_that_takes(int tasks)
    {
        var sample = Sample(tasks, [.. Enumerable.Range(0, 990).Select(number => (long)number), .. Enumerable.Range(1, 10).Select(number => number * 100_000L)]);
        var chunks = SplitShares.Cut(sample, tasks, isFound: false);
        Assert.Equal(tasks, chunks[0].Length);
        Assert.InRange(BusiestTask([.. chunks.SelectMany(range => range)], tasks), 0, sample.RowCount * 11 / (10 * tasks));
    }

    [Fact]
    public void The_highest_value_is_cut_from_the_one_below_it()
    {
        var sample = Sample(10, [.. Enumerable.Repeat(269_630_109L, 9), .. Enumerable.Repeat(876_040_784L, 24), .. Enumerable.Repeat(884_327_728L, 28)]);
        var chunks = SplitShares.Cut(sample, 10, isFound: true).SelectMany(range => range);
        Assert.Equal(28 * RowsPerValue, chunks.Max(chunk => chunk.RowCount));
    }

    [Fact]
    public void A_single_value_is_a_chunk_of_its_own_that_is_named()
    {
        var sample = Sample(4, [.. Enumerable.Repeat(5L, 10), .. Enumerable.Repeat(7L, 80), .. Enumerable.Repeat(9L, 10), 1_000_000]);
        var chunks = SplitShares.Cut(sample, 4, isFound: true)[0];
        Assert.Equal(
            ["( c >= 5 ) AND ( c < 7 )", "( c >= 7 ) AND ( c < 9 )", "( c >= 9 ) AND ( c < 250004 )"],
            chunks.Select(chunk => chunk.Range.Condition));
        Assert.Equal(800_000, SplitShares.Uncut(chunks, sample.RowCount, 4)!.RowCount);
    }

    [Fact]
    public void Ranges_of_about_equal_rows_are_read_by_one_query_each_where_a_query_may_read_the_whole_table()
    {
        var even = Sample(4, [.. Enumerable.Range(0, 400).Select(number => (long)number)]);
        Assert.All(SplitShares.Cut(even, 4, isFound: false), range => Assert.Single(range));
        Assert.All(SplitShares.Cut(even, 4, isFound: true), range => Assert.Equal(8, range.Length));
        Assert.Null(SplitShares.Uncut(SplitShares.Cut(even, 4, isFound: false).SelectMany(range => range), even.RowCount, 4));
    }

    [Fact]
    public void A_few_rows_are_not_cut() => Assert.All(SplitShares.Cut(Sample(2, [0, 1, 1_000_000]), 2, isFound: true), range => Assert.Single(range));

    [Fact]
    public void Nulls_are_one_chunk()
    {
        var ranges = SplitPlanner.Plan(Planning.Request(SqlType.BigInt, new SplitValue.Integer(0), new SplitValue.Integer(9), 2) with { IsColumnNullable = true });
        var sample = new SplitSample(ranges, RowsPerValue);
        for (var index = 0; index < 100; index++)
            sample.Add(2, SplitValue.Nothing);
        Assert.Equal("(c IS NULL)", Assert.Single(SplitShares.Cut(sample, 2, false)[2]).Range.Condition);
    }

    [Fact]
    public void A_sample_of_any_length_takes_bounded_room_and_counts_about_the_same()
    {
        var ranges = SplitPlanner.Plan(Planning.Request(SqlType.BigInt, new SplitValue.Integer(0), new SplitValue.Integer(99_999), 2));
        var sample = new SplitSample(ranges, 1);
        for (var value = 0; value < 100_000; value++)
            sample.Add(new SplitValue.Integer(value / 50_000), new SplitValue.Integer(value));
        Assert.Equal(8, sample.RowsPerValue);
        Assert.InRange(sample.RowCount, 99_900, 100_000);
        Assert.InRange(SplitShares.Cut(sample, 2, false)[0][0].RowCount, 49_950, 50_050);
    }

    [Fact]
    public void Rows_in_no_range_do_not_count()
    {
        var sample = new SplitSample([SplitRange.Whole], 1);
        sample.Add(SplitValue.Nothing, new SplitValue.Integer(1));
        sample.Add(new SplitValue.Integer(1), new SplitValue.Integer(1));
        sample.Add(new SplitValue.Text("-1"), new SplitValue.Integer(1));
        Assert.Equal(0, sample.RowCount);
        sample.Add(new SplitValue.Text("0"), new SplitValue.Integer(1));
        Assert.Equal(1, sample.RowCount);
    }

    private static readonly Gen<DateTime> Moments = Gen.Long[0, 4_000_000_000_000].Select(milliseconds => DateTime.UnixEpoch.AddMilliseconds(milliseconds));

    private static readonly Gen<string> Words = Gen.String[Gen.Char["aAbBzZ'"], 1, 3];

    /// <summary>The ranges are what the planner makes; values are given to them by chance, in any order.</summary>
    private static void HoldsOnce<T>(
        SplitRequest request, ImmutableArray<SplitValue> sampled, int tasks, bool isFound, T value, Func<string, T> read, Comparison<T> compare)
    {
        var ranges = SplitPlanner.Plan(request);
        var sample = new SplitSample(ranges, RowsPerValue);
        for (var index = 0; index < sampled.Length; index++)
            sample.Add(index * 7 / 3 % ranges.Length, sampled[index]);
        var chunks = SplitShares.Cut(sample, tasks, isFound);
        Assert.Equal(ranges.Length, chunks.Length);
        for (var range = 0; range < ranges.Length; range++)
            Assert.Equal(Planning.CountHolding([ranges[range]], value, read, compare), Planning.CountHolding([.. chunks[range].Select(chunk => chunk.Range)], value, read, compare));
    }

    private static SplitSample Sample(int tasks, ImmutableArray<long> values)
    {
        var ranges = SplitPlanner.Plan(Planning.Request(SqlType.BigInt, new SplitValue.Integer(values[0]), new SplitValue.Integer(values[^1]), tasks));
        var sample = new SplitSample(ranges, RowsPerValue);
        foreach (var value in values)
            sample.Add(RangeOf(ranges, value), new SplitValue.Integer(value));
        return sample;
    }

    private static int RangeOf(ImmutableArray<SplitRange> ranges, long value) =>
        ranges.Select((range, number) => (range, number))
            .Single(range => Planning.CountHolding([range.range], value, Number, Comparer<decimal>.Default.Compare) == 1).number;

    /// <summary>What the busiest task reads when whoever has read least takes the next chunk.</summary>
    private static long BusiestTask(List<SplitChunk> chunks, int tasks)
    {
        var loads = new long[tasks];
        foreach (var chunk in chunks)
            loads[Array.IndexOf(loads, loads.Min())] += chunk.RowCount;
        return loads.Max();
    }

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static SplitValue Temporal(DateTime moment) =>
        new SplitValue.Temporal((moment - DateTime.UnixEpoch).Ticks, TemporalText.Format((moment - DateTime.UnixEpoch).Ticks, SqlType.Timestamp));

    private static int IgnoringCase(string left, string right) => string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
}
