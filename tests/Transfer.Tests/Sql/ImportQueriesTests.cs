using System.Collections.Immutable;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Sql;

public sealed class ImportQueriesTests
{
    private const string Join = "SELECT t4.a, t4.b, nums.v FROM t4 JOIN nums ON (t4.a = nums.id) WHERE $CONDITIONS";

    private static readonly RowSchema Schema = SchemaOf("a", "B", "order");
    private static readonly SplitRange Range = new("x >= 1", "x < 4", false);

    [Fact]
    public void A_table_is_read_by_its_columns_in_the_wanted_order() =>
        Assert.Equal("SELECT \"B\", \"a\" FROM \"t\" AS x WHERE ( x >= 1 ) AND ( x < 4 )", Table(null).Rows(Range));

    [Fact]
    public void A_whole_table_needs_no_condition()
    {
        Assert.Equal("SELECT \"B\", \"a\" FROM \"t\" AS x", Table(null).Rows(SplitRange.Whole));
        Assert.Equal("SELECT \"B\", \"a\" FROM \"t\" AS x WHERE ( b > 1 OR b < 0 )", Table("b > 1 OR b < 0").Rows(SplitRange.Whole));
        Assert.Null(Table(" ").WhereOf(SplitRange.Whole));
    }

    [Fact]
    public void The_users_condition_is_joined_by_and() =>
        Assert.Equal("( b > 1 OR b < 0 ) AND ( x >= 1 ) AND ( x < 4 )", Table("b > 1 OR b < 0").WhereOf(Range));

    [Fact]
    public void Bounds_of_a_table_keep_its_condition()
    {
        Assert.Equal("SELECT MIN(\"a\"), MAX(\"a\") FROM \"t\"", Table(null).Bounds("A"));
        Assert.Equal("SELECT MIN(\"order\"), MAX(\"order\") FROM \"t\" WHERE ( b > 4 )", Table("b > 4").Bounds("order"));
        Assert.Equal("SELECT MAX(\"a\") FROM \"t\" WHERE ( b > 4 )", Table("b > 4").Greatest("t.a"));
        Assert.Equal("SELECT COUNT(*) FROM \"t\" WHERE ( b > 4 )", Table("b > 4").Count);
    }

    [Fact]
    public void A_sample_gives_each_value_the_number_of_its_range_in_the_databases_order()
    {
        ImmutableArray<SplitRange> ranges = [Range, new("x IS NULL", "x IS NULL", true)];
        const string cases = "AS split_value, CASE WHEN ( x >= 1 ) AND ( x < 4 ) THEN 0 WHEN (x IS NULL) THEN 1 END AS split_range FROM";
        Assert.Equal($"SELECT \"a\" {cases} \"t\" ORDER BY 1", Table(null).Sample("A", ranges));
        Assert.Equal($"SELECT \"a\" {cases} \"t\" WHERE ( b > 4 ) ORDER BY 1", Table("b > 4").Sample("a", ranges));
        Assert.Equal($"SELECT t1.\"a\" {cases} (SELECT a, b, v FROM t4 WHERE (1 = 1)) AS t1 ORDER BY 1", Query("SELECT a, b, v FROM t4 WHERE $CONDITIONS").Sample("t4.a", ranges));
        var sampling = ImportQueries.OfTable(new SqliteDialect(), new TableName("t"), SchemaOf("a"), ["a"], "b > 4");
        Assert.Equal($"SELECT \"a\" {cases} \"t\" WHERE ( b > 4 ) AND (random() & 127) = 0 ORDER BY 1", sampling.Sample("a", ranges));
    }

    [Fact]
    public void A_column_that_the_table_lacks_is_refused_with_those_it_has()
    {
        var message = Assert.Throws<TransferException>(() => Table(null).ColumnText("c")).Message;
        Assert.Contains("'c'", message);
        Assert.Contains("[a, B, order]", message);
        Assert.Throws<TransferException>(() => Table(null).ColumnText("other.a"));
    }

    [Fact]
    public void An_exact_name_comes_before_one_of_another_case()
    {
        var queries = ImportQueries.OfTable(new QuotingDialect(), new TableName("t"), SchemaOf("id", "Id"), ["id"], null);
        Assert.Equal(["\"Id\"", "\"id\"", "\"id\""], new[] { "Id", "id", "ID" }.Select(queries.ColumnText));
    }

    [Fact]
    public void A_query_is_filled_wherever_the_placeholder_stands()
    {
        var queries = Query("SELECT a FROM t WHERE $CONDITIONS UNION SELECT a FROM u WHERE $CONDITIONS");
        Assert.Equal(
            "SELECT a FROM t WHERE ( x >= 1 ) AND ( x < 4 ) UNION SELECT a FROM u WHERE ( x >= 1 ) AND ( x < 4 )", queries.Rows(Range));
        Assert.Equal("SELECT a FROM t WHERE (1 = 1)", Query("SELECT a FROM t WHERE $CONDITIONS ;\n").Rows(SplitRange.Whole));
    }

    [Fact]
    public void A_probe_yields_no_row() => Assert.Equal("SELECT a FROM t WHERE (1 = 0)", ImportQueries.Probe("SELECT a FROM t WHERE $CONDITIONS;"));

    [Fact]
    public void A_query_without_the_placeholder_is_refused()
    {
        const string message = "Query [SELECT a FROM t4] must contain '$CONDITIONS' in WHERE clause.";
        Assert.Equal(message, Assert.Throws<TransferException>(() => ImportQueries.Probe("SELECT a FROM t4")).Message);
        Assert.Equal(message, Assert.Throws<TransferException>(() => Query("SELECT a FROM t4")).Message);
    }

    [Fact]
    public void A_qualified_split_column_is_the_derived_tables_in_the_bounds_and_as_given_in_the_rows()
    {
        var queries = Query(Join);
        Assert.Equal(
            "SELECT MIN(t1.\"a\"), MAX(t1.\"a\") FROM (SELECT t4.a, t4.b, nums.v FROM t4 JOIN nums ON (t4.a = nums.id) WHERE (1 = 1)) AS t1",
            queries.Bounds("t4.A"));
        Assert.Equal("t4.A", queries.ColumnText("t4.A"));
        Assert.Equal("a", queries.FindColumn("t4.A").Name);
    }

    [Fact]
    public void A_plain_split_column_of_a_query_is_quoted_and_an_expression_is_not()
    {
        var queries = Query("SELECT a, \"order\" FROM t WHERE $CONDITIONS");
        Assert.Equal("\"order\"", queries.ColumnText("order"));
        Assert.StartsWith("SELECT MIN(\"order\"), ", queries.Bounds("order"));
        Assert.Equal("a + 1", queries.ColumnText("a + 1"));
        Assert.StartsWith("SELECT MIN(a + 1), MAX(a + 1) FROM (", queries.Bounds("a + 1"));
    }

    [Fact]
    public void One_more_condition_narrows_all_queries()
    {
        var table = Table("b > 4").Narrowed("id > 3 AND id <= 7");
        Assert.Equal("( ( b > 4 ) AND ( id > 3 AND id <= 7 ) ) AND ( x >= 1 ) AND ( x < 4 )", table.WhereOf(Range));
        Assert.Equal("( id > 3 )", Table(null).Narrowed("id > 3").WhereOf(SplitRange.Whole));
        Assert.Equal(
            "SELECT id FROM inc WHERE id < 8 AND (id > 3 AND id <= 7) AND ( x >= 1 ) AND ( x < 4 )",
            Query("SELECT id FROM inc WHERE id < 8 AND $CONDITIONS").Narrowed("id > 3 AND id <= 7").Rows(Range));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("s.t.a", "s|t|a")]
    [InlineData("\"S.x\".[a ]]b].`c``d`", "S.x|a ]b|c`d")]
    [InlineData("a + b", "")]
    [InlineData("f(a)", "")]
    [InlineData("a.", "")]
    [InlineData("\"a", "")]
    [InlineData("", "")]
    public void A_name_is_taken_apart_and_an_expression_is_not(string text, string parts) =>
        Assert.Equal(parts, string.Join('|', NamePath.Parse(text)));

    [Fact]
    public void Staged_rows_move_before_they_leave()
    {
        var move = StagingMove.Of(new QuotingDialect(), new TableName("t"), new TableName("s", "x"));
        Assert.Equal("SELECT COUNT(*) FROM \"x\".\"s\"", move.Count);
        Assert.Equal("DELETE FROM \"x\".\"s\"", move.Clear);
        Assert.Equal(["INSERT INTO \"t\" ( SELECT * FROM \"x\".\"s\" )", "DELETE FROM \"x\".\"s\""], move.Move);
    }

    [Fact]
    public void A_staging_table_with_rows_is_refused_and_so_is_an_uneven_move()
    {
        StagingMove.RequireEmpty(new TableName("s"), 0);
        Assert.Contains("--clear-staging-table", Assert.Throws<TransferException>(() => StagingMove.RequireEmpty(new TableName("s"), 1)).Message);
        StagingMove.RequireSame([5, 5]);
        Assert.Contains("Inconsistent record counts", Assert.Throws<TransferException>(() => StagingMove.RequireSame([5, 4])).Message);
    }

    private static ImportQueries Table(string? where) => ImportQueries.OfTable(new QuotingDialect(), new TableName("t"), Schema, ["B", "a"], where);

    private static ImportQueries Query(string query) => ImportQueries.OfQuery(new QuotingDialect(), query, Schema);

    private static RowSchema SchemaOf(params string[] names) =>
        new([.. names.Select(name => new Column(name, SqlType.Integer, ColumnKind.Int32, JavaType.Integer))]);

    private sealed class QuotingDialect : Dialect
    {
        public override string Product => "Quoting";

        public override string Quote(string identifier) => $"\"{identifier}\"";

        public override string From(TableName table) => $"{Table(table)} AS x";
    }
}
