using System.Globalization;
using System.Text.RegularExpressions;
using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Imports of new rows, and merges of data sets.</summary>
public sealed class IncrementalCases : AcceptanceCase
{
    private const string Changes = "UPDATE lm SET v='b2', ts='2020-06-01 00:00:00' WHERE id=2; INSERT INTO lm VALUES (4,'d','2020-06-01 00:00:00');";

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void INC_01_Appending_reads_what_came_after_the_last_value(Product product)
    {
        UseFresh(product);
        var first = Succeed("import $C --table inc --incremental append --check-column id --target-dir $D -m 1");
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 0, 9)));
        Assert.Equal(["--incremental append", "--check-column id", "--last-value 9"], Supplied(first));
        Database.Run(string.Concat(Enumerable.Range(10, 10).Select(i => $"INSERT INTO inc VALUES ({i},'r{i}');")));
        var second = Succeed("import $C --table inc --incremental append --check-column id --target-dir $D -m 1 --last-value 9");
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 0, 9)), ("part-m-00001", Numbered("#,r#", 10, 19)));
        Assert.Equal("--last-value 19", Supplied(second)[^1]);
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void INC_01_No_new_rows_is_a_success_that_touches_nothing(Product product)
    {
        Use(product);
        Put("d/part-m-00000", "untouched\n");
        var run = Succeed("import $C --table inc --incremental append --check-column id --target-dir $D -m 1 --last-value 9");
        Assert.Contains("No new rows detected since last import", run.Log);
        HoldsUnmarked(D, ("part-m-00000", "untouched\n"));
    }

    [Fact]
    public void INC_03_A_text_column_can_not_tell_new_rows()
    {
        Use(Product.MariaDb);
        Refuse(
            "import $C --table inc --incremental append --check-column v --target-dir $D -m 1",
            "Character column (v) can not be used to determine which rows to incrementally import");
    }

    [Fact]
    public void INC_04_The_column_to_check_must_be_named()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table inc --incremental append --target-dir $D -m 1", "--check-column");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void INC_05_Rows_of_the_future_wait_and_the_next_last_value_is_the_time_of_the_database(Product product)
    {
        Use(product);
        var before = DateTime.Parse(Database.Run("SELECT CURRENT_TIMESTAMP;"), CultureInfo.InvariantCulture);
        var run = Succeed("import $C --table lm --incremental lastmodified --check-column ts --last-value '1999-01-01' --target-dir $D -m 1");
        var after = DateTime.Parse(Database.Run("SELECT CURRENT_TIMESTAMP;"), CultureInfo.InvariantCulture);
        Holds(D, ("part-m-00000", Lines("1,a,2020-01-01 00:00:00.0", "2,b,2020-01-01 00:00:00.0")));
        var supplied = Supplied(run);
        Assert.Equal(["--incremental lastmodified", "--check-column ts"], supplied.Take(2));
        var next = DateTime.Parse(supplied[2]["--last-value ".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(next, before, after.AddSeconds(1));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void INC_06_Changed_rows_replace_the_old_ones_by_their_key(Product product)
    {
        UseFresh(product);
        Succeed("import $C --table lm --incremental lastmodified --check-column ts --last-value '1999-01-01' --target-dir $D -m 1");
        Database.Run(Changes);
        Succeed("import $C --table lm --incremental lastmodified --check-column ts --last-value '2020-02-01' --merge-key id --target-dir $D -m 1");
        Holds(D, ("part-r-00000", Lines("1,a,2020-01-01 00:00:00.0", "2,b2,2020-06-01 00:00:00.0", "4,d,2020-06-01 00:00:00.0")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void INC_09_A_query_is_narrowed_to_its_new_rows(Product product)
    {
        Use(product);
        var run = Succeed("""
            import $C --query 'SELECT id, v FROM inc WHERE id < 8 AND $CONDITIONS'
            --incremental append --check-column id --last-value 3 --target-dir $D -m 1
            """);
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 4, 7)));
        Assert.Equal("--last-value 7", Supplied(run)[^1]);
    }

    [Fact]
    public void INC_10_A_column_without_time_has_no_last_modification()
    {
        Use(Product.MariaDb);
        Refuse(
            "import $C --table inc --incremental lastmodified --check-column id --target-dir $D -m 1",
            "Column type is neither timestamp nor date");
    }

    [Fact]
    public void MRG_01_Merging_keeps_the_newer_row_of_each_key_and_both_sources()
    {
        UseNew(Product.Sqlite, "CREATE TABLE T (id INT, val INT);");
        Succeed("codegen $C --table T --outdir . --bindir .");
        Put("old/part-m-00000", "0,0\n1,42\n");
        Put("new/part-m-00000", "1,43\n3,313\n");
        Succeed("merge --new-data new --onto old --target-dir $D --merge-key id --class-name T --jar-file T.jar");
        Holds(D, ("part-r-00000", Lines("0,0", "1,43", "3,313")));
        HoldsUnmarked(Path.Combine(Work, "old"), ("part-m-00000", "0,0\n1,42\n"));
        HoldsUnmarked(Path.Combine(Work, "new"), ("part-m-00000", "1,43\n3,313\n"));
    }

    [Fact]
    public void MRG_03_A_merge_of_Parquet_files_writes_the_codec_asked_for_now()
    {
        UseFresh(Product.MariaDb);
        Succeed("import $C --table lm --incremental lastmodified --check-column ts --last-value '1999-01-01' --target-dir $D -m 1 --as-parquetfile");
        Database.Run(Changes);
        Succeed("""
            import $C --table lm --incremental lastmodified --check-column ts --last-value '2020-02-01' --merge-key id --target-dir $D -m 1
            --as-parquetfile --compression-codec gzip
            """);
        Assert.Equal(["_SUCCESS", "part-r-00000.gz.parquet"], FileTree.Names(D));
        var table = new ParquetTable(Path.Combine(D, "part-r-00000.gz.parquet"));
        Assert.Equal(["1,a,1577836800000", "2,b2,1590969600000", "4,d,1590969600000"], table.Rows);
        Assert.Equal(["GZIP"], table.Codecs);
    }

    /// <summary>The arguments that the log asks for in the next run.</summary>
    private static string[] Supplied(SqoopRun run) =>
        [.. Regex.Matches(run.Log, "INFO tool.ImportTool: +(--(incremental|check-column|last-value) .*)").Select(match => match.Groups[1].Value)];
}
