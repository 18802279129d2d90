using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Sql;

public sealed class SqliteDialectTests
{
    private static readonly SqliteDialect Dialect = new();

    private static string Parameter(int index) => $"?{index + 1}";

    [Fact]
    public void A_sample_is_drawn_row_by_row() => Assert.Equal("(random() & 127) = 0", Dialect.IsSampled("c"));

    [Fact]
    public void Names_are_quoted_so_that_they_mean_themselves() =>
        Assert.Equal("\"aux\".\"a \"\"b\"\"\"", Dialect.Table(new TableName("a \"b\"", "aux")));

    [Fact]
    public void An_upsert_names_keys_and_changes_the_other_columns() =>
        Assert.Equal(
            "INSERT INTO \"t\" (\"id\", \"v\") VALUES (?1, ?2), (?3, ?4) ON CONFLICT (\"id\") DO UPDATE SET \"v\"=excluded.\"v\"",
            Dialect.Upsert(new TableName("t"), ["id", "v"], ["id"], 2, Parameter));

    [Fact]
    public void An_upsert_of_nothing_but_keys_leaves_rows_that_exist() =>
        Assert.EndsWith("ON CONFLICT (\"a\", \"b\") DO NOTHING", Dialect.Upsert(new TableName("t"), ["a", "b"], ["a", "b"], 1, Parameter));

    [Theory]
    [InlineData("2020-01-01 00:00:00.0", "'2020-01-01 00:00:00'")]
    [InlineData("2020-01-01 00:00:00.12", "'2020-01-01 00:00:00.12'")]
    [InlineData("2020-01-01 00:00:00.000", "'2020-01-01 00:00:00.000'")]
    [InlineData("2020-01-10", "'2020-01-10'")]
    public void A_time_is_written_as_SQLite_writes_it(string value, string expected) =>
        Assert.Equal(expected, Dialect.TemporalLiteral(value, SqlType.Timestamp));

    [Fact]
    public void Staged_rows_are_moved_without_a_parenthesis_that_would_mean_columns() =>
        Assert.Equal("INSERT INTO \"t\" SELECT * FROM \"s\"", Dialect.InsertAll(new TableName("t"), new TableName("s")));

    [Fact]
    public void A_call_is_refused() => Assert.Throws<TransferException>(() => Dialect.Call("p", 1, Parameter));
}
