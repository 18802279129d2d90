using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class NullSplitTests
{
    private static readonly SplitRequest Numbers =
        Planning.Request(SqlType.Integer, new SplitValue.Integer(1), new SplitValue.Integer(4), 2) with { IsColumnNullable = true };

    [Fact]
    public void Without_bounds_one_part_reads_all() => Assert.Equal([SplitRange.Whole], SplitPlanner.Plan(Numbers with { Bounds = null }));

    [Fact]
    public void A_null_in_the_split_column_is_read_by_a_range_of_its_own_that_needs_no_file()
    {
        var last = SplitPlanner.Plan(Numbers)[^1];
        Assert.Equal(("(c IS NULL)", true, true), (last.Condition, last.IsNullRange, last.IsFileOptional));
    }

    [Fact]
    public void A_column_that_cannot_be_null_has_no_null_range() =>
        Assert.DoesNotContain(SplitPlanner.Plan(Numbers with { IsColumnNullable = false }), range => range.IsNullRange);

    [Fact]
    public void A_boundary_query_keeps_nulls_out_and_says_so()
    {
        var warnings = new List<string>();
        var ranges = SplitPlanner.Plan(Numbers with { HasBoundaryQuery = true, Warn = warnings.Add });
        Assert.DoesNotContain(ranges, range => range.IsNullRange);
        Assert.Contains("--boundary-query", Assert.Single(warnings));
    }

    [Fact]
    public void An_empty_table_is_one_part_with_a_file()
    {
        var range = Assert.Single(SplitPlanner.Plan(Numbers with { Bounds = Both(SqlType.Integer) }));
        Assert.Equal(("c IS NULL", true, false), (range.Lower, range.IsNullRange, range.IsFileOptional));
    }

    [Fact]
    public void Dates_that_read_as_null_are_not_taken_for_an_empty_table() =>
        Assert.Equal([SplitRange.Whole], SplitPlanner.Plan(Numbers with { Bounds = Both(SqlType.Date) }));

    [Fact]
    public void A_date_that_reads_as_null_at_the_low_end_opens_that_end()
    {
        var high = new SplitValue.Temporal(0, "1970-01-01");
        var ranges = SplitPlanner.Plan(Numbers with { Bounds = new SplitBounds(SqlType.Date, SplitValue.Nothing, high) });
        Assert.Equal(["(c IS NOT NULL)", "(c IS NULL)"], ranges.Select(range => range.Condition));
    }

    [Fact]
    public void A_boundary_query_with_one_null_reads_nulls_in_a_part_of_its_own()
    {
        var bounds = new SplitBounds(SqlType.Integer, SplitValue.Nothing, new SplitValue.Integer(9));
        var ranges = SplitPlanner.Plan(Numbers with { Bounds = bounds, HasBoundaryQuery = true });
        Assert.Equal(["( c IS NOT NULL ) AND ( c <= 9 )", "(c IS NULL)"], ranges.Select(range => range.Condition));
        Assert.False(ranges[^1].IsFileOptional);
    }

    [Fact]
    public void Ranges_without_a_place_on_an_axis_are_not_cut()
    {
        Assert.Equal([SplitRange.Whole], SplitPlanner.Chunk(SplitRange.Whole, 8));
        var last = SplitPlanner.Plan(Numbers)[^1];
        Assert.Equal([last], SplitPlanner.Chunk(last, 8));
    }

    private static SplitBounds Both(SqlType type) => new(type, SplitValue.Nothing, SplitValue.Nothing);
}
