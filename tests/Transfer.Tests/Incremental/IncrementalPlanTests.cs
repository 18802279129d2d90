using Levada.Transfer.Incremental;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;
using Levada.Transfer.Tests.Splits;

namespace Levada.Transfer.Tests.Incremental;

public sealed class IncrementalPlanTests
{
    private static readonly Column Id = new("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer);
    private static readonly Column Stamp = new("ts", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp) { Scale = 6 };
    private static readonly Column Day = new("d", SqlType.Date, ColumnKind.Date, JavaType.Date);

    [Fact]
    public void New_rows_lie_behind_the_last_value_and_up_to_the_greatest()
    {
        var plan = Append(Id, "3", column => column.AppendInt32(7));
        Assert.Equal(("id > 3 AND id <= 7", "7", true), (plan.Condition, plan.NextLastValue, plan.HasNewRows));
        Assert.Equal("id <= 7", Append(Id, null, column => column.AppendInt32(7)).Condition);
    }

    [Fact]
    public void An_empty_table_has_nothing_new()
    {
        var plan = Append(Id, null, column => column.AppendNull());
        Assert.Equal((null, null, false), (plan.Condition, plan.NextLastValue, plan.HasNewRows));
        Assert.Equal(["No new rows detected since last import."], plan.StartLines());
    }

    [Theory]
    [InlineData("9", false)]
    [InlineData("9.0", false)]
    [InlineData("10", false)]
    [InlineData("8.5", true)]
    [InlineData("-9", true)]
    public void Nothing_is_new_when_the_last_value_has_reached_the_greatest(string lastValue, bool hasNewRows) =>
        Assert.Equal(hasNewRows, Append(Id, lastValue, column => column.AppendInt32(9)).HasNewRows);

    [Fact]
    public void Times_are_quoted_and_keep_their_whole_fraction()
    {
        var plan = Append(Stamp, "2020-01-01", column => column.AppendTicks(Ticks("2020-01-01 00:00:00.123456")));
        Assert.Equal("ts > '2020-01-01' AND ts <= '2020-01-01 00:00:00.123456'", plan.Condition);
        Assert.Equal("2020-01-01 00:00:00.123456", plan.NextLastValue);
        Assert.False(Append(Stamp, "2020-01-01", column => column.AppendTicks(Ticks("2020-01-01 00:00:00.0"))).HasNewRows);
    }

    [Fact]
    public void Lastmodified_ends_before_the_databases_time()
    {
        var plan = LastModified(Stamp, "1999-01-01", "2024-05-06 07:08:09.123456");
        Assert.Equal("ts >= '1999-01-01' AND ts < '2024-05-06 07:08:09.123456'", plan.Condition);
        Assert.Equal("2024-05-06 07:08:09.123456", plan.NextLastValue);
        Assert.False(LastModified(Stamp, "2024-05-06 07:08:09.123456", "2024-05-06 07:08:09.123456").HasNewRows);
    }

    [Fact]
    public void A_bound_finer_than_the_column_is_cut_so_that_no_later_row_falls_behind_it()
    {
        Assert.Equal("2024-05-06 07:08:09.12", LastModified(Stamp with { Scale = 2 }, null, "2024-05-06 07:08:09.129").NextLastValue);
        Assert.Equal("2024-05-06 07:08:09.0", LastModified(Stamp with { Scale = 0 }, null, "2024-05-06 07:08:09.9999999").NextLastValue);
        var plan = LastModified(Day, "2024-05-01", "2024-05-06 07:08:09.9");
        Assert.Equal("d >= '2024-05-01' AND d < '2024-05-06'", plan.Condition);
    }

    [Fact]
    public void Times_that_a_database_gives_as_text_are_understood()
    {
        var batch = new RowBatch(new RowSchema([new Column("now", SqlType.VarChar, ColumnKind.Text, JavaType.String)]));
        batch.Columns[0].AppendText("2024-05-06 07:08:09");
        var plan = IncrementalPlan.Create(IncrementalMode.LastModified, Stamp, "ts", "ts", null, batch, new PlainDialect());
        Assert.Equal("2024-05-06 07:08:09.0", plan.NextLastValue);
    }

    [Theory]
    [InlineData(SqlType.VarChar)]
    [InlineData(SqlType.Char)]
    [InlineData(SqlType.LongNVarChar)]
    public void A_character_column_cannot_tell_new_rows(SqlType type) => Assert.Equal(
        "Character column (v) can not be used to determine which rows to incrementally import.",
        Assert.Throws<TransferException>(() => IncrementalPlan.Check(IncrementalMode.Append, Id with { Name = "v", SqlType = type })).Message);

    [Theory]
    [InlineData(SqlType.Integer)]
    [InlineData(SqlType.VarChar)]
    [InlineData(SqlType.Time)]
    public void Lastmodified_needs_a_date_or_a_time_stamp(SqlType type) => Assert.Contains(
        "Column type is neither timestamp nor date!",
        Assert.Throws<TransferException>(() => IncrementalPlan.Check(IncrementalMode.LastModified, Id with { SqlType = type })).Message);

    [Fact]
    public void A_last_value_that_is_no_value_of_the_column_is_refused()
    {
        Assert.Contains("'x'", Assert.Throws<TransferException>(() => Append(Id, "x", column => column.AppendInt32(1))).Message);
        Assert.Throws<TransferException>(() => Append(Stamp, "' OR 1 = 1 --", column => column.AppendTicks(1)));
    }

    [Fact]
    public void Values_beyond_every_number_type_stay_exact()
    {
        const string greatest = "99999999999999999999999999999999999999999999999999999999999999999";
        var plan = Append(Id with { SqlType = SqlType.Decimal, Kind = ColumnKind.Decimal }, "99999999999999999999999999999999999999999999999999999999999999998", column => column.AppendUntyped(greatest));
        Assert.Equal(greatest, plan.NextLastValue);
    }

    [Fact]
    public void The_bound_is_the_greatest_value_or_the_time()
    {
        var queries = ImportQueries.OfTable(new PlainDialect(), new TableName("t"), new RowSchema([Id]), ["id"], "a = 1");
        Assert.Equal("SELECT MAX(id) FROM t WHERE ( a = 1 )", IncrementalPlan.BoundQuery(IncrementalMode.Append, "id", queries, new PlainDialect()));
        Assert.Equal("SELECT CURRENT_TIMESTAMP", IncrementalPlan.BoundQuery(IncrementalMode.LastModified, "id", queries, new PlainDialect()));
    }

    [Fact]
    public void The_log_says_how_to_go_on()
    {
        var plan = Append(Id, "9", column => column.AppendInt32(19));
        Assert.Equal(["Incremental import based on column id", "Lower bound value: 9", "Upper bound value: 19"], plan.StartLines());
        Assert.Equal(
        [
            "Incremental import complete! To run another incremental import of all data following this import, supply the following arguments:",
            " --incremental append",
            "  --check-column id",
            "  --last-value 19",
            "(Consider saving this with 'sqoop job --create')",
        ],
            plan.EndLines());
        Assert.Contains(" --incremental lastmodified", LastModified(Stamp, null, "2024-05-06 07:08:09.0").EndLines());
        Assert.Equal(["Saving incremental import state to the metastore", "Updated data for job: j1"], IncrementalPlan.JobLines("j1"));
    }

    private static long Ticks(string text) => TemporalText.Parse(text)!.Value;

    private static IncrementalPlan Append(Column column, string? lastValue, Action<ColumnVector> bound)
    {
        var batch = new RowBatch(new RowSchema([column]));
        bound(batch.Columns[0]);
        return IncrementalPlan.Create(IncrementalMode.Append, column, column.Name, column.Name, lastValue, batch, new PlainDialect());
    }

    private static IncrementalPlan LastModified(Column column, string? lastValue, string now)
    {
        var batch = new RowBatch(new RowSchema([Stamp]));
        batch.Columns[0].AppendTicks(Ticks(now));
        return IncrementalPlan.Create(IncrementalMode.LastModified, column, column.Name, column.Name, lastValue, batch, new PlainDialect());
    }
}
