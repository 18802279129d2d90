using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Exports into tables.</summary>
public sealed class ExportCases : AcceptanceCase
{
    private const string AllOfTarget = "SELECT id, msg, n FROM exp_t ORDER BY id";
    private const string AllOfUpdated = "SELECT a, b, c FROM upd ORDER BY a, b, c";
    private const string AllOfUpserted = "SELECT id, msg FROM ups ORDER BY id";
    private const string TypeColumns = "id,c_bool,c_small,c_big,c_num,c_real,c_dbl,c_date,c_time,c_ts,c_char,c_vc,c_txt";

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_01_Rows_of_a_file_become_rows_of_a_table(Product product)
    {
        UseFresh(product);
        Put("d/part-m-00000", "1,a,10\n2,null,null\n");
        var run = Succeed("export $C --table exp_t --export-dir $D -m 1");
        Assert.Contains("Exported 2 records.", run.Log);
        Assert.Equal(["1|a|10", "2|NULL|NULL"], Database.Rows(AllOfTarget));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_02_Several_files_are_exported_by_several_tasks(Product product)
    {
        UseFresh(product);
        Put("d/part-0", Numbered("#\ttextfield#\t#", 0, 4));
        Put("d/part-1", Numbered("#\ttextfield#\t#", 5, 9));
        Succeed(@"export $C --table exp_t --export-dir $D --input-fields-terminated-by '\t' -m 4");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}|textfield{i}|{i}"), Database.Rows(AllOfTarget));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_04_Columns_say_what_the_fields_mean(Product product)
    {
        UseFresh(product);
        Put("d/p", "1,5\n");
        Succeed("export $C --table exp_t --export-dir $D -m 1 --columns id,n");
        Assert.Equal(["1|NULL|5"], Database.Rows(AllOfTarget));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_06_A_bad_line_is_shown_with_its_file(Product product)
    {
        UseFresh(product);
        var path = Put("d/p", "1,a,1\nx,b,2\n");
        Refuse("export $C --table exp_t --export-dir $D -m 1", "x,b,2", path);
        Assert.All(Database.Rows(AllOfTarget), row => Assert.Equal("1|a|1", row));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_07_Two_key_columns_choose_the_rows_to_update(Product product)
    {
        UseFresh(product);
        Put("d/p", "0,1,bar1\n1,1,bar4\n5,5,none\n");
        Succeed("export $C --table upd --update-key a,b --export-dir $D -m 1");
        Assert.Equal(
            ["0|0|foo0", "0|1|bar1", "0|2|foo2", "1|0|foo3", "1|1|bar4", "1|2|foo5", "2|0|foo6", "2|1|foo7", "2|2|foo8"],
            Database.Rows(AllOfUpdated));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_08_One_line_updates_all_rows_of_its_key(Product product)
    {
        UseFresh(product);
        Put("d/p", "1,9,zz\n");
        Succeed("export $C --table upd --update-key a --export-dir $D -m 1");
        Assert.Equal(
            ["0|0|foo0", "0|1|foo1", "0|2|foo2", "1|9|zz", "1|9|zz", "1|9|zz", "2|0|foo6", "2|1|foo7", "2|2|foo8"],
            Database.Rows(AllOfUpdated));
    }

    [Fact]
    public void EXP_10_The_update_key_must_be_among_the_columns()
    {
        UseFresh(Product.MariaDb);
        Put("d/p", "1,x\n");
        Refuse(
            "export $C --table upd --update-key a --columns b,c --export-dir $D -m 1",
            "You must specify all columns from --update-key parameter in --columns parameter.");
        Assert.Equal(9, Database.Count("SELECT COUNT(*) FROM upd WHERE c LIKE 'foo%'"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void EXP_11_EXP_12_Known_keys_are_updated_and_new_ones_inserted(Product product)
    {
        UseFresh(product);
        Put("d/p", "2,new2\n3,new3\n");
        Succeed("export $C --table ups --update-key id --update-mode allowinsert --export-dir $D -m 1");
        Assert.Equal(["1|old1", "2|new2", "3|new3"], Database.Rows(AllOfUpserted));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_13_Staged_rows_move_into_the_target_and_leave_the_staging_table_empty(Product product)
    {
        UseFresh(product);
        Put("d/p", Numbered("#,m#,#", 0, 9));
        Succeed("export $C --table exp_t --staging-table exp_stage --export-dir $D -m 2");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}|m{i}|{i}"), Database.Rows(AllOfTarget));
        Assert.Equal(0, Database.Count("SELECT COUNT(*) FROM exp_stage"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_15_A_staged_export_that_fails_leaves_the_target_alone(Product product)
    {
        UseFresh(product);
        Put("d/p", "1,a,1\n2,b,2\nx,c,3\n");
        Refuse("export $C --table exp_t --staging-table exp_stage --export-dir $D -m 1", "x,c,3");
        Assert.Equal(0, Database.Count("SELECT COUNT(*) FROM exp_t"));
    }

    [Fact]
    public void EXP_16_A_procedure_is_called_for_every_line()
    {
        UseFresh(Product.MariaDb);
        Put("d/p", "0,textfield0,2002-12-29,3300\n");
        Succeed("export $C --call proc_p --export-dir $D -m 1");
        Assert.Equal(["0|textfield0_2|2002-12-29|3300"], Database.Rows("SELECT id, msg, d, n FROM proc_t"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_18_Avro_files_bring_a_table_back(Product product)
    {
        UseFresh(product);
        Succeed("import $C --table t4 --as-avrodatafile --target-dir $D -m 2");
        Database.Run("DELETE FROM t4;");
        Succeed("export $C --table t4 --export-dir $D");
        Assert.Equal(["1|8", "3|6", "5|4", "7|2"], Database.Rows("SELECT a, b FROM t4 ORDER BY a"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void EXP_20_Parquet_files_bring_a_table_back(Product product)
    {
        UseFresh(product);
        Succeed("import $C --table inc --as-parquetfile --target-dir $D -m 1");
        Database.Run("DELETE FROM inc;");
        Succeed("export $C --table inc --export-dir $D");
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}|r{i}"), Database.Rows("SELECT id, v FROM inc ORDER BY id"));
    }

    [Fact]
    public void EXP_22_A_staging_table_and_an_update_exclude_each_other()
    {
        UseFresh(Product.MariaDb);
        Put("d/p", "1,a,1\n");
        Refuse(
            "export $C --table exp_t --export-dir $D --staging-table exp_stage --update-key id",
            "Staging table cannot be used when export is running in update mode.");
    }

    [Fact]
    public void EXP_23_An_unknown_update_mode_is_refused_with_the_known_ones()
    {
        UseFresh(Product.MariaDb);
        Put("d/p", "1,a,1\n");
        Refuse("export $C --table exp_t --export-dir $D --update-mode sometimes --update-key id", "sometimes", "updateonly", "allowinsert");
    }

    [Fact]
    public void EXP_25_Every_type_of_PostgreSQL_comes_back_from_its_text()
    {
        UseFresh(Product.PostgreSql);
        var before = Database.Rows($"SELECT {TypeColumns} FROM types_pg ORDER BY id");
        Succeed($"import $C --table types_pg --columns {TypeColumns} --target-dir $D -m 1");
        Database.Run("TRUNCATE types_pg;");
        Succeed($"export $C --table types_pg --columns {TypeColumns} --export-dir $D");
        Assert.Equal(before, Database.Rows($"SELECT {TypeColumns} FROM types_pg ORDER BY id"));
        Assert.Equal(2, Database.Count("SELECT COUNT(*) FROM types_pg WHERE c_bytea IS NULL"));
    }
}
