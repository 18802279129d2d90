using System.Globalization;
using CsCheck;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class TemporalSplitTests
{
    [Theory]
    [InlineData(0, SqlType.Timestamp, "1970-01-01 00:00:00.0")]
    [InlineData(-1, SqlType.Timestamp, "1969-12-31 23:59:59.9999999")]
    [InlineData(12_000_000, SqlType.Timestamp, "1970-01-01 00:00:01.2")]
    [InlineData(0, SqlType.Date, "1970-01-01")]
    [InlineData(864_000_000_000, SqlType.Time, "24:00:00")]
    [InlineData(-30_203_990_000_000, SqlType.Time, "-838:59:59")]
    [InlineData(15_000_000, SqlType.Time, "00:00:01.5")]
    public void Ticks_are_written_as_SQL_does(long ticks, SqlType type, string text) => Assert.Equal(text, TemporalText.Format(ticks, type));

    [Fact]
    public void Days_agree_with_the_calendar_of_the_runtime() =>
        Gen.Int[-719_162, 2_932_896].Sample(days =>
            Assert.Equal(DateTime.UnixEpoch.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), TemporalText.Day(days)));

    [Fact]
    public void Days_beyond_the_runtime_are_counted_on()
    {
        Assert.Equal("10000-01-01", TemporalText.Day(2_932_897));
        Assert.Equal("0000-12-31", TemporalText.Day(-719_163));
    }

    [Fact]
    public void What_is_written_is_read_again() =>
        Gen.Long[DateTime.MinValue.Ticks - DateTime.UnixEpoch.Ticks, DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks].Sample(ticks =>
            Assert.Equal(ticks, TemporalText.Parse(TemporalText.Format(ticks, SqlType.Timestamp))));

    [Fact]
    public void Time_stamps_are_cut_at_milliseconds_and_the_bounds_of_a_query_keep_their_fraction()
    {
        var request = Temporal(SqlType.Timestamp, 1, 40_000_000_007, 4) with { HasBoundaryQuery = true };
        Assert.Equal(
        [
            "c >= '1970-01-01 00:00:00.0000001'|c < '1970-01-01 00:16:40.0'", "c >= '1970-01-01 00:16:40.0'|c < '1970-01-01 00:33:20.0'",
            "c >= '1970-01-01 00:33:20.0'|c < '1970-01-01 00:50:00.0'", "c >= '1970-01-01 00:50:00.0'|c <= '1970-01-01 01:06:40.0000007'",
        ],
            SplitPlanner.Plan(request).Select(range => $"{range.Lower}|{range.Upper}"));
    }

    [Fact]
    public void A_date_is_cut_in_as_many_parts_as_Sqoop_makes_though_some_are_empty()
    {
        var ranges = SplitPlanner.Plan(Temporal(SqlType.Date, 0, TimeSpan.TicksPerDay, 4));
        Assert.Equal(
        [
            "c IS NOT NULL|c < '1970-01-01'", "c >= '1970-01-01'|c < '1970-01-01'",
            "c >= '1970-01-01'|c < '1970-01-01'", "c >= '1970-01-01'|c IS NOT NULL",
        ],
            ranges.Select(range => $"{range.Lower}|{range.Upper}"));
    }

    [Fact]
    public void A_split_limit_counts_seconds()
    {
        var lines = new List<string>();
        var request = Temporal(SqlType.Timestamp, 0, TimeSpan.TicksPerMinute, 1) with { SplitLimit = 20, Info = lines.Add };
        Assert.Equal(3, SplitPlanner.Plan(request).Length);
        Assert.Equal(["Split size: 20000; Num splits: 3 from: 0 to: 60000"], lines);
    }

    [Fact]
    public void Texts_of_a_date_column_are_dates()
    {
        var request = Temporal(SqlType.Date, 0, 0, 2);
        var bounds = new SplitBounds(SqlType.VarChar, new SplitValue.Text("2020-01-01"), new SplitValue.Text("2020-01-03"));
        var ranges = SplitPlanner.Plan(request with { Bounds = bounds, HasBoundaryQuery = true, IsTextAllowed = false });
        Assert.Equal(
            ["c >= '2020-01-01'|c < '2020-01-02'", "c >= '2020-01-02'|c <= '2020-01-03'"], ranges.Select(range => $"{range.Lower}|{range.Upper}"));
    }

    [Fact]
    public void Infinity_leaves_one_part()
    {
        var bounds = new SplitBounds(SqlType.Timestamp, new SplitValue.Temporal(0, "1970-01-01 00:00:00.0"), new SplitValue.Text("infinity"));
        Assert.Equal(
            ["(c IS NOT NULL)"], SplitPlanner.Plan(Temporal(SqlType.Timestamp, 0, 0, 4) with { Bounds = bounds }).Select(range => range.Condition));
    }

    [Theory]
    [InlineData(SqlType.Date)]
    [InlineData(SqlType.Time)]
    [InlineData(SqlType.Timestamp)]
    public void Every_time_is_in_exactly_one_range_and_chunk(SqlType type) =>
        Gen.Select(Gen.Long[0, TimeSpan.TicksPerDay - 1], Gen.Long[0, TimeSpan.TicksPerDay - 1], Gen.Int[1, 20], Gen.Int[1, 6], Gen.Double[0, 1], Gen.Bool)
            .Sample((a, b, splitCount, chunkCount, share, hasBoundaryQuery) =>
            {
                var factor = type == SqlType.Date ? TimeSpan.TicksPerDay : 1;
                // Dates: up to some hundred days.
                var (low, high) = type == SqlType.Date ? (Math.Min(a, b) % 300, Math.Max(a, b) % 300) : (Math.Min(a, b), Math.Max(a, b));
                (low, high) = (Math.Min(low, high) * factor, Math.Max(low, high) * factor);
                var ranges = SplitPlanner.Plan(Temporal(type, low, high, splitCount) with { HasBoundaryQuery = hasBoundaryQuery });
                var chunks = ranges.SelectMany(range => SplitPlanner.Chunk(range, chunkCount)).ToList();
                var between = low + ((long)((high - low) * share) / factor * factor);
                foreach (var value in new[] { low, between, high })
                {
                    Assert.Equal(1, Planning.CountHolding(ranges, value, Read, Comparer<long>.Default.Compare));
                    Assert.Equal(1, Planning.CountHolding([.. chunks], value, Read, Comparer<long>.Default.Compare));
                }
            });

    private static long Read(string literal) => TemporalText.Parse(Planning.Unquote(literal))!.Value;

    private static SplitRequest Temporal(SqlType type, long low, long high, int splitCount)
    {
        var request = Planning.Request(
            type, new SplitValue.Temporal(low, TemporalText.Format(low, type)), new SplitValue.Temporal(high, TemporalText.Format(high, type)), splitCount);
        return request;
    }
}
