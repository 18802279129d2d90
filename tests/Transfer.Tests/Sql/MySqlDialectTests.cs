using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Sql;

public sealed class MySqlDialectTests
{
    private static readonly MySqlDialect Dialect = new();
    private static readonly TableName Table = new("emp");

    [Fact]
    public void A_sample_is_drawn_row_by_row() => Assert.Equal("RAND() < 0.0078125", Dialect.IsSampled("c"));

    [Fact]
    public void A_backtick_in_a_name_is_doubled() => Assert.Equal("`a``b`", Dialect.Quote("a`b"));

    [Fact]
    public void A_schema_stands_before_the_table() => Assert.Equal("`hr`.`emp` AS `emp`", Dialect.From(new TableName("emp", "hr")));

    [Fact]
    public void A_probe_yields_no_row_of_tables_and_views() => Assert.Equal("SELECT t.* FROM `emp` AS t LIMIT 0", Dialect.Probe(Table));

    [Theory]
    [InlineData("O'Hara", "'O''Hara'")]
    [InlineData("", "''")]
    [InlineData(@"a\", "_utf8mb4 X'615C'")]
    [InlineData(@"\' OR 1=1 -- é", "_utf8mb4 X'5C27204F5220313D31202D2D20C3A9'")]
    public void A_text_means_itself_whether_or_not_backslashes_are_escapes(string text, string literal) =>
        Assert.Equal(literal, Dialect.TextLiteral(text, SqlType.VarChar));

    [Fact]
    public void An_upsert_changes_all_columns_of_the_rows_whose_keys_exist() => Assert.Equal(
        "INSERT INTO `emp` (`id`, `name`) VALUES (?0, ?1), (?2, ?3) ON DUPLICATE KEY UPDATE `id`=VALUES(`id`), `name`=VALUES(`name`)",
        Dialect.Upsert(Table, ["id", "name"], ["id"], 2, index => $"?{index}"));

    [Fact]
    public void An_update_sets_columns_first_and_then_names_keys() => Assert.Equal(
        "UPDATE `emp` SET `c`=?0 WHERE `a`=?1 AND `b`=?2",
        Dialect.Update(Table, ["c"], ["a", "b"], index => $"?{index}"));

    [Fact]
    public void Each_part_of_a_procedures_name_is_quoted() => Assert.Equal("CALL `hr`.`pay`(?0, ?1)", Dialect.Call("hr.pay", 2, index => $"?{index}"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_direct_import_differs_from_a_plain_one_only_by_MySQLs_delimiters(bool areMySqls)
    {
        var options = new TransferOptions(ToolName.Import) { IsDirect = true, Text = new TextOptions { IsMySqlDelimiters = areMySqls } };
        Assert.Equal(areMySqls, Dialect.WritesTextItself(options));
    }

    [Fact]
    public void Staged_rows_are_moved_by_two_statements()
    {
        Assert.Equal("INSERT INTO `emp` ( SELECT * FROM `stage` )", Dialect.InsertAll(Table, new TableName("stage")));
        Assert.Equal("DELETE FROM `stage`", Dialect.DeleteAll(new TableName("stage")));
    }

    [Fact]
    public void An_ordered_query_is_cut_behind_its_order() =>
        Assert.Equal("SELECT 1 ORDER BY `id` LIMIT 9", Dialect.Limit("SELECT 1 ORDER BY `id`", 9));
}
