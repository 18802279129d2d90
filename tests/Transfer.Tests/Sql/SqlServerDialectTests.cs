using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Sql;

public sealed class SqlServerDialectTests
{
    private static readonly SqlServerDialect Dialect = new();
    private static readonly TableName Table = new("t", "s");

    private static string Parameter(int index) => $"@p{index}";

    [Fact]
    public void A_sample_is_drawn_row_by_row() => Assert.Equal("(CHECKSUM(NEWID(), c) & 127) = 0", Dialect.IsSampled("c"));

    [Fact]
    public void Bits_have_bounds_as_numbers()
    {
        Assert.Equal("MIN(CAST([b] AS tinyint)), MAX(CAST([b] AS tinyint))", Dialect.Bounds("[b]", ColumnKind.Boolean));
        Assert.Equal("MIN([n]), MAX([n])", Dialect.Bounds("[n]", ColumnKind.Int32));
    }

    [Fact]
    public void Names_are_quoted_so_that_they_mean_themselves() => Assert.Equal("[dbo].[a [b]]c]", Dialect.Table(new TableName("a [b]c", "dbo")));

    [Fact]
    public void A_schema_of_the_command_line_is_that_of_tables_without_one()
    {
        var dialect = new SqlServerDialect(null, "sales");
        Assert.Equal(("[sales].[t]", "[s].[t]"), (dialect.Table(new TableName("t")), dialect.Table(Table)));
    }

    [Fact]
    public void A_probe_reads_no_row() => Assert.Equal("SELECT t.* FROM [s].[t] t WHERE 1 = 0", Dialect.Probe(Table));

    [Fact]
    public void Hints_of_the_user_stand_behind_the_table_of_imports_and_inserts()
    {
        var hinted = new SqlServerDialect("NOLOCK");
        Assert.Equal("[s].[t] WITH (NOLOCK)", hinted.From(Table));
        Assert.Equal("[s].[t]", Dialect.From(Table));
        Assert.Equal("INSERT INTO [s].[t] WITH (NOLOCK) VALUES (@p0)", hinted.Insert(Table, [], 1, 1, Parameter));
    }

    [Theory]
    [InlineData(SqlType.NVarChar, "N'O''Brien'")]
    [InlineData(SqlType.NChar, "N'O''Brien'")]
    [InlineData(SqlType.VarChar, "'O''Brien'")]
    public void Texts_of_national_types_are_national_literals(SqlType type, string expected) =>
        Assert.Equal(expected, Dialect.TextLiteral("O'Brien", type));

    [Theory]
    [InlineData("2020-01-31", "'20200131'")]
    [InlineData("2020-01-31 10:20:30.0", "'2020-01-31T10:20:30.0'")]
    [InlineData("2020-01-31 10:20:30.1234567", "'2020-01-31T10:20:30.1234567'")]
    [InlineData("10:20:30.5", "'10:20:30.5'")]
    public void Times_are_written_so_that_no_language_of_the_session_changes_them(string value, string expected) =>
        Assert.Equal(expected, Dialect.TemporalLiteral(value, SqlType.Timestamp));

    [Fact]
    public void Booleans_are_bits() => Assert.Equal("1 0", $"{Dialect.BooleanLiteral(true)} {Dialect.BooleanLiteral(false)}");

    [Fact]
    public void An_insert_takes_several_rows() =>
        Assert.Equal("INSERT INTO [s].[t] ([a], [b]) VALUES (@p0, @p1), (@p2, @p3)", Dialect.Insert(Table, ["a", "b"], 2, 2, Parameter));

    [Fact]
    public void An_upsert_is_an_update_and_an_insert_that_lock_the_key() =>
        Assert.Equal(
            "UPDATE [s].[t] WITH (UPDLOCK, HOLDLOCK) SET [v]=@p1 WHERE [id]=@p0; IF @@ROWCOUNT = 0 INSERT INTO [s].[t] ([id], [v]) VALUES (@p0, @p1); "
            + "UPDATE [s].[t] WITH (UPDLOCK, HOLDLOCK) SET [v]=@p3 WHERE [id]=@p2; IF @@ROWCOUNT = 0 INSERT INTO [s].[t] ([id], [v]) VALUES (@p2, @p3);",
            Dialect.Upsert(Table, ["id", "v"], ["ID"], 2, Parameter));

    [Fact]
    public void An_upsert_of_nothing_but_keys_inserts_what_is_missing() =>
        Assert.Equal(
            "IF NOT EXISTS (SELECT 1 FROM [s].[t] WITH (UPDLOCK, HOLDLOCK) WHERE [a]=@p0 AND [b]=@p1) INSERT INTO [s].[t] ([a], [b]) VALUES (@p0, @p1);",
            Dialect.Upsert(Table, ["a", "b"], ["a", "b"], 1, Parameter));

    [Fact]
    public void An_update_finds_rows_by_their_keys() =>
        Assert.Equal("UPDATE [s].[t] SET [v]=@p0 WHERE [a]=@p1 AND [b]=@p2", Dialect.Update(Table, ["v"], ["a", "b"], Parameter));

    [Fact]
    public void A_procedure_is_executed() =>
        Assert.Equal(("EXEC dbo.p @p0, @p1", "EXEC p"), (Dialect.Call("dbo.p", 2, Parameter), Dialect.Call("p", 0, Parameter)));

    [Fact]
    public void A_query_in_key_order_is_cut_to_its_first_rows() =>
        Assert.Equal("SELECT 1 ORDER BY [id] OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY", Dialect.Limit("SELECT 1 ORDER BY [id]", 5));

    [Fact]
    public void Counts_are_not_bounded_by_32_bits() => Assert.Equal("SELECT COUNT_BIG(*) FROM [s].[t]", Dialect.Count(Table));
}
