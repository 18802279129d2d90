using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Tests.Splits;

public sealed class SplitColumnTests
{
    private static readonly TransferOptions Emp = new(ToolName.Import) { Table = "emp" };

    [Fact]
    public void The_option_comes_before_the_primary_key()
    {
        Assert.Equal(new SplitColumn("b", 4, true), Choose(Emp with { Import = Emp.Import with { SplitBy = "b" } }, ["id"]));
        Assert.Equal(new SplitColumn("id", 4, true), Choose(Emp, ["id"]));
    }

    [Fact]
    public void One_task_asks_for_bounds_only_when_they_are_the_users_or_a_limit_is_set()
    {
        var one = Emp with { MapperCount = 1 };
        Assert.Equal(new SplitColumn(null, 1, false), Choose(one, ["id"]));
        Assert.Equal(new SplitColumn("id", 1, true), Choose(one with { Import = one.Import with { BoundaryQuery = "SELECT 1, 2" } }, ["id"]));
        Assert.Equal(new SplitColumn("id", 1, true), Choose(one with { Import = one.Import with { SplitLimit = 5 } }, ["id"]));
        Assert.Equal(new SplitColumn(null, 1, false), Choose(one, []));
    }

    [Fact]
    public void A_composite_key_is_split_by_its_first_column_with_a_warning()
    {
        var warnings = new List<string>();
        Assert.Equal(new SplitColumn("p", 4, true), SplitColumn.Choose(Emp, ["p", "q"], warnings.Add));
        Assert.Contains("several columns", Assert.Single(warnings));
    }

    [Fact]
    public void Without_a_column_several_tasks_are_refused_or_reset_to_one()
    {
        Assert.Equal(
            "No primary key could be found for table emp. Please specify one with --split-by or perform a sequential import with '-m 1'.",
            Assert.Throws<TransferException>(() => Choose(Emp, [])).Message);
        var warnings = new List<string>();
        var reset = Emp with { Import = Emp.Import with { IsResetToOneMapper = true } };
        Assert.Equal(new SplitColumn(null, 1, false), SplitColumn.Choose(reset, [], warnings.Add));
        Assert.Contains("one task", Assert.Single(warnings));
    }

    [Fact]
    public void A_boundary_query_needs_a_column()
    {
        var options = Emp with { MapperCount = 1, Import = Emp.Import with { BoundaryQuery = "SELECT 1, 2" } };
        Assert.Contains("--split-by", Assert.Throws<TransferException>(() => Choose(options, [])).Message);
    }

    private static SplitColumn Choose(TransferOptions options, ImmutableArray<string> key) => SplitColumn.Choose(options, key, static _ => { });
}
