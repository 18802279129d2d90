using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Sql;

public sealed class PostgreSqlDialectTests
{
    private static readonly PostgreSqlDialect Dialect = new();

    private static string Parameter(int index) => $"${index + 1}";

    [Theory]
    [InlineData("emp", null, "\"emp\"")]
    [InlineData("Emp \"x\"", null, "\"Emp \"\"x\"\"\"")]
    [InlineData("emp", "My.Schema", "\"My.Schema\".\"emp\"")]
    public void Names_mean_themselves(string name, string? schema, string expected) =>
        Assert.Equal(expected, Dialect.Table(new(name, schema)));

    [Fact]
    public void A_sample_is_drawn_row_by_row() => Assert.Equal("random() < 0.0078125", Dialect.IsSampled("c"));

    [Fact]
    public void Booleans_have_bounds_though_they_have_no_least_one()
    {
        Assert.Equal("bool_and(b), bool_or(b)", Dialect.Bounds("b", ColumnKind.Boolean));
        Assert.Equal("MIN(n), MAX(n)", Dialect.Bounds("n", ColumnKind.Int32));
    }

    [Fact]
    public void An_upsert_changes_all_columns_but_the_keys() => Assert.Equal(
        "INSERT INTO \"s\".\"t\" (\"k\", \"a\", \"b\") VALUES ($1, $2, $3), ($4, $5, $6) ON CONFLICT (\"k\") DO UPDATE SET \"a\"=EXCLUDED.\"a\", \"b\"=EXCLUDED.\"b\"",
        Dialect.Upsert(new("t", "s"), ["k", "a", "b"], ["k"], 2, Parameter));

    [Fact]
    public void An_upsert_of_nothing_but_keys_changes_nothing() => Assert.Equal(
        "INSERT INTO \"t\" (\"k\", \"l\") VALUES ($1, $2) ON CONFLICT (\"k\", \"l\") DO NOTHING",
        Dialect.Upsert(new("t"), ["k", "l"], ["k", "l"], 1, Parameter));

    [Fact]
    public void Rows_of_a_temporary_table_change_the_target_by_the_last_of_each_key()
    {
        Assert.Equal(
            "DROP TABLE IF EXISTS pg_temp.\"x\"; CREATE TEMP TABLE \"x\" AS SELECT \"k\", \"a\" FROM \"t\" WITH NO DATA",
            Dialect.CreateTemporary("x", new("t"), ["k", "a"]));
        const string last = "(SELECT DISTINCT ON (\"k\", \"l\", CASE WHEN \"k\" IS NULL OR \"l\" IS NULL THEN ctid END) * FROM pg_temp.\"x\" "
            + "ORDER BY \"k\", \"l\", CASE WHEN \"k\" IS NULL OR \"l\" IS NULL THEN ctid END, ctid DESC) AS s";
        Assert.Equal(
            $"INSERT INTO \"t\" (\"k\", \"l\", \"a\") SELECT \"k\", \"l\", \"a\" FROM {last} ON CONFLICT (\"k\", \"l\") DO UPDATE SET \"a\"=EXCLUDED.\"a\"",
            Dialect.UpsertFrom("x", new("t"), ["k", "l", "a"], ["k", "l"]));
        Assert.Equal(
            $"UPDATE \"s\".\"t\" AS u SET \"a\"=s.\"a\" FROM {last} WHERE u.\"k\"=s.\"k\" AND u.\"l\"=s.\"l\"",
            Dialect.UpdateFrom("x", new("t", "s"), ["a"], ["k", "l"]));
    }

    [Fact]
    public void An_update_takes_the_set_columns_before_the_keys() => Assert.Equal(
        "UPDATE \"t\" SET \"c\"=$1, \"d\"=$2 WHERE \"a\"=$3 AND \"b\"=$4", Dialect.Update(new("t"), ["c", "d"], ["a", "b"], Parameter));

    [Fact]
    public void Procedures_are_called_and_functions_selected()
    {
        Assert.Equal("CALL p($1, $2)", Dialect.Call("p", 2, Parameter));
        Assert.Equal("SELECT f($1)", PostgreSqlDialect.CallFunction("f", 1, Parameter));
    }

    [Theory]
    [InlineData("it's", "E'it''s'")]
    [InlineData("\\N", "E'\\\\N'")]
    public void A_literal_with_backslashes_means_itself(string value, string expected) =>
        Assert.Equal(expected, PostgreSqlDialect.EscapedLiteral(value));

    [Fact]
    public void A_copy_names_its_columns_and_its_form()
    {
        Assert.Equal("COPY \"t\" (\"a\", \"B\") FROM STDIN (FORMAT BINARY)", Dialect.CopyFrom(new("t"), ["a", "B"], isBinary: true));
        Assert.Equal("COPY \"t\" (\"a\") FROM STDIN (FORMAT TEXT)", Dialect.CopyFrom(new("t"), ["a"], isBinary: false));
        Assert.Equal("COPY (SELECT 1 -- one\n) TO STDOUT (FORMAT BINARY)", PostgreSqlDialect.CopyTo("SELECT 1 -- one"));
    }

    [Fact]
    public void A_conversion_reaches_columns_by_position_and_leaves_a_plain_query_alone()
    {
        Assert.Equal("SELECT a, a FROM t", PostgreSqlDialect.Convert("SELECT a, a FROM t", [null, null]));
        Assert.Equal(
            "SELECT q.c0, (DATE '1970-01-01' + q.c1)::time FROM (SELECT a, a FROM t\n) AS q(c0, c1)",
            PostgreSqlDialect.Convert("SELECT a, a FROM t", [null, "(DATE '1970-01-01' + {0})::time"]));
    }

    [Fact]
    public void A_direct_import_asks_for_the_csv_of_sqoop()
    {
        var columns = new[] { "id", "ok" }.Select(name => new Column(name, SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean)
            { DatabaseType = name == "ok" ? "boolean" : "bit" });
        Assert.Equal(
            "COPY (SELECT \"id\", CASE WHEN \"ok\" THEN E'TRUE' WHEN NOT \"ok\" THEN E'FALSE' END AS \"ok\" FROM \"t\" WHERE id > 1\n) "
                + "TO STDOUT (FORMAT CSV, DELIMITER E',')",
            Dialect.DirectCopy(new("t"), [.. columns], "id > 1", new(DelimiterSet.Default, null, "TRUE", "FALSE")));
        Assert.Equal(
            "COPY (SELECT \"id\" FROM \"t\"\n) TO STDOUT (FORMAT CSV, DELIMITER E'\u0001', NULL E'\\\\N', QUOTE E'''', ESCAPE E'\\\\', FORCE_QUOTE *)",
            Dialect.DirectCopy(new("t"), [.. columns.Take(1)], null, new(new('\u0001', '\n', '\'', '\\', true), "\\N", "1", "0")));
    }

    [Fact]
    public void As_many_values_go_into_a_statement_as_the_protocol_counts() => Assert.Equal(ushort.MaxValue, Dialect.ParameterCountMax);
}
