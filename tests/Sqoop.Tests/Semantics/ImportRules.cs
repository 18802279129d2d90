using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Semantics;

/// <summary>Rules of imports beside the acceptance cases: directories, names, splits, choices that exclude each other.</summary>
public sealed class ImportRules : AcceptanceCase
{
    private static readonly string T4 = Lines("1,8", "3,6", "5,4", "7,2");

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Without_a_directory_the_table_names_one_in_the_working_folder(Product product)
    {
        Use(product);
        Succeed("import $C --table ups -m 1");
        Assert.Equal(["ups"], FileTree.Names(Work));
        Holds(Path.Combine(Work, "ups"), ("part-m-00000", Lines("1,old1", "2,old2")));
    }

    [Fact]
    public void A_directory_to_be_deleted_may_be_missing()
    {
        Use(Product.MariaDb);
        var run = Succeed("import $C --table t4 --target-dir $D --delete-target-dir -m 1");
        Assert.Contains("is not present, hence not deleting", run.Log);
        Holds(D, ("part-m-00000", T4));
    }

    [Fact]
    public void A_directory_to_be_deleted_stays_when_the_import_fails()
    {
        Use(Product.MariaDb);
        Put("d/old", "old\n");
        Refuse("import $C --table t4 --columns a,nothing --target-dir $D --delete-target-dir -m 1", "Column name 'nothing' not in table");
    }

    [Theory]
    [InlineData("--append --delete-target-dir")]
    [InlineData("--delete-target-dir --incremental append --check-column a")]
    [InlineData("--warehouse-dir $W/w")]
    [InlineData("--hive-drop-import-delims --hive-delims-replacement x")]
    [InlineData("--autoreset-to-one-mapper --split-by a")]
    [InlineData("--check-column a")]
    [InlineData("--incremental sometimes --check-column a")]
    [InlineData("--class-name C --package-name p")]
    [InlineData("--jar-file x.jar")]
    [InlineData("--external-table-dir /x")]
    [InlineData("--map-column-java a")]
    [InlineData("--map-column-java nothing=String")]
    [InlineData("--fields-terminated-by ''")]
    [InlineData(@"--fields-terminated-by '\q'")]
    [InlineData("-m many")]
    [InlineData("--password-file x -P")]
    [InlineData("--direct --as-avrodatafile")]
    public void Choices_that_make_no_sense_are_refused(string options)
    {
        Use(Product.MariaDb);
        Refuse($"import $C --table t4 --target-dir $D {options}");
    }

    [Theory]
    [InlineData("import $C --target-dir $D", "--table or --query is required for import")]
    [InlineData("import --table t4 --target-dir $D", "--connect")]
    [InlineData("import $C --query 'SELECT a FROM t4 WHERE $CONDITIONS' -m 1", "Must specify destination with --target-dir.")]
    [InlineData("import $C --query 'SELECT a FROM t4 WHERE $CONDITIONS' --target-dir $D", "you must specify --split-by")]
    [InlineData("import $C --table t4 --target-dir $D -P --password-file f", "Only one of password")]
    [InlineData("import $C --query 'SELECT a, 1 + 1 FROM nothing WHERE $CONDITIONS' --target-dir $D -m 1", "nothing")]
    [InlineData("frobnicate --table t4", "No such sqoop tool: frobnicate. See 'sqoop help'.")]
    [InlineData("import-mainframe --connect h --dataset d --target-dir $D", "import-mainframe")]
    [InlineData("export $C --export-dir $D", "Export requires a --table or a --call argument.")]
    [InlineData("export $C --table exp_t", "Export requires an --export-dir argument")]
    [InlineData("export $C --table exp_t --export-dir $D --staging-table EXP_T", "Staging table cannot be the same as the destination table")]
    [InlineData("export $C --table exp_t --export-dir $D --clear-staging-table", "Option to clear the staging table is specified but the staging table name is not.")]
    [InlineData("export $C --table exp_t --call p --export-dir $D", "Can't specify --call and --table.")]
    [InlineData("export $C --call p --export-dir $D --update-key a", "Option to call a stored procedure can't be used in update mode.")]
    [InlineData("export $C --table exp_t --export-dir $D --as-avrodatafile", "the export tool")]
    [InlineData("export $C --table exp_t --export-dir $D", "d")]
    [InlineData("eval $C", "This command requires the query argument.")]
    [InlineData("eval $C -e 'SELECT nonsense FROM nowhere'", "nowhere")]
    [InlineData("codegen $C", "--table or --query is required for codegen.")]
    [InlineData("create-hive-table $C", "--table is required for table definition importing.")]
    [InlineData("merge --onto o --merge-key id --target-dir $D --class-name C", "Must set the new dataset path with --new-data.")]
    [InlineData("merge --new-data n --merge-key id --target-dir $D --class-name C", "Must set the old dataset path with --onto.")]
    [InlineData("merge --new-data n --onto o --target-dir $D --class-name C", "Must set the merge key column with --merge-key.")]
    [InlineData("merge --new-data n --onto o --merge-key id --class-name C", "Must set the target directory with --target-dir.")]
    [InlineData("merge --new-data n --onto o --merge-key id --target-dir $D", "Must set the SqoopRecord class implementation to use with --class-name.")]
    [InlineData("job", "No job operation specified")]
    [InlineData("job --exec missing", "Cannot restore missing job missing")]
    [InlineData("job --show missing", "Cannot restore missing job missing")]
    [InlineData("job --create j1", "Expected: -- <tool-name> [tool-args]")]
    [InlineData("job --create j1 -- frobnicate", "No such tool available: frobnicate")]
    [InlineData("job --create j1 -- import --table t4", "--connect")]
    [InlineData("list-tables --connect jdbc:nothing://h/d", "jdbc:nothing")]
    public void What_is_missing_or_wrong_is_said_in_the_known_words(string line, string message)
    {
        Use(Product.MariaDb);
        var run = Refuse(line, message);
        Assert.DoesNotContain("   at ", run.Log);
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void An_empty_table_gives_one_empty_file(Product product)
    {
        UseNew(product, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, v VARCHAR(8));");
        Succeed("import $C --table t --target-dir $D");
        Holds(D, ("part-m-00000", ""));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_column_of_nothing_but_nulls_splits_into_one_file(Product product)
    {
        UseNew(product, "CREATE TABLE t (k INT, v VARCHAR(8)); INSERT INTO t VALUES (NULL,'a'),(NULL,'b');");
        Succeed("import $C --table t --split-by k --target-dir $D");
        Assert.Equal(["_SUCCESS", "part-m-00000"], FileTree.Names(D));
        Assert.Equal(["null,a", "null,b"], SortedLines(Path.Combine(D, "part-m-00000")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Keys_at_the_ends_of_their_type_are_split_without_overflow(Product product)
    {
        UseNew(product, """
            CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, v VARCHAR(8));
            INSERT INTO t VALUES (-9223372036854775808,'low'),(-1,'m'),(0,'z'),(9223372036854775807,'high');
            """);
        Succeed("import $C --table t --target-dir $D -m 4");
        Assert.Equal(
            ["-1,m", "-9223372036854775808,low", "0,z", "9223372036854775807,high"],
            Directory.GetFiles(D, "part-m-*").SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Product.MariaDb, "DATE", "'2020-01-01'", "'2020-01-02'", "'2020-12-31'")]
    [InlineData(Product.PostgreSql, "DATE", "'2020-01-01'", "'2020-01-02'", "'2020-12-31'")]
    [InlineData(Product.MariaDb, "DATETIME(6)", "'2020-01-01 00:00:00.000001'", "'2020-01-02 00:00:00'", "'2020-12-31 23:59:59.999999'")]
    [InlineData(Product.PostgreSql, "TIMESTAMP", "'2020-01-01 00:00:00.000001'", "'2020-01-02 00:00:00'", "'2020-12-31 23:59:59.999999'")]
    [InlineData(Product.PostgreSql, "TIMESTAMPTZ", "'2020-01-01 00:00:00.000001'", "'2020-01-02 00:00:00'", "'2020-12-31 23:59:59.999999'")]
    [InlineData(Product.MariaDb, "TIME", "'00:00:00'", "'12:00:00'", "'23:59:59'")]
    [InlineData(Product.PostgreSql, "TIME", "'00:00:00'", "'12:00:00'", "'23:59:59'")]
    [InlineData(Product.MariaDb, "DECIMAL(30,10)", "-99999999999999999999.0000000001", "0", "99999999999999999999.0000000001")]
    [InlineData(Product.PostgreSql, "NUMERIC", "-99999999999999999999.0000000001", "0", "99999999999999999999.0000000001")]
    [InlineData(Product.MariaDb, "DOUBLE", "-1e300", "0.1", "1e300")]
    [InlineData(Product.PostgreSql, "DOUBLE PRECISION", "-1e300", "0.1", "1e300")]
    [InlineData(Product.MariaDb, "FLOAT", "0.1", "0.2", "0.3")]
    [InlineData(Product.PostgreSql, "REAL", "0.1", "0.2", "0.3")]
    [InlineData(Product.PostgreSql, "BOOLEAN", "TRUE", "FALSE", "TRUE")]
    [InlineData(Product.MariaDb, "TINYINT(1)", "TRUE", "FALSE", "TRUE")]
    [InlineData(Product.MariaDb, "BIT(1)", "TRUE", "FALSE", "TRUE")]
    [InlineData(Product.MariaDb, "BIGINT UNSIGNED", "0", "9223372036854775808", "18446744073709551615")]
    [InlineData(Product.MariaDb, "YEAR", "1901", "2000", "2155")]
    public void Every_type_that_splits_loses_and_doubles_no_row(Product product, string type, string low, string middle, string high)
    {
        UseNew(product, $"CREATE TABLE t (id INT, k {type}); INSERT INTO t VALUES (1,{low}),(2,{middle}),(3,{high}),(4,{middle}),(5,NULL);");
        Succeed("import $C --table t --split-by k --columns id --target-dir $D -m 3");
        Assert.Equal(["1", "2", "3", "4", "5"], Directory.GetFiles(D, "part-m-*").SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_split_limit_on_a_text_is_refused(Product product)
    {
        UseNew(product, "CREATE TABLE t (id VARCHAR(8) NOT NULL PRIMARY KEY); INSERT INTO t VALUES ('a'),('z');");
        Refuse("import -Dorg.apache.sqoop.splitter.allow_text_splitter=true $C --table t --split-limit 1 --target-dir $D", "--split-limit");
    }

    [Fact]
    public void The_names_of_files_take_another_beginning_and_the_mark_may_be_left_out()
    {
        Use(Product.Sqlite);
        Succeed("import -Dmapreduce.output.basename=x -Dmapreduce.fileoutputcommitter.marksuccessfuljobs=false $C --table t4 --target-dir $D -m 1");
        HoldsUnmarked(D, ("x-m-00000", T4));
    }

    [Theory]
    [InlineData("gzip", ".gz")]
    [InlineData("org.apache.hadoop.io.compress.GzipCodec", ".gz")]
    [InlineData("bzip2", ".bz2")]
    [InlineData("deflate", ".deflate")]
    [InlineData("snappy", ".snappy")]
    [InlineData("lz4", ".lz4")]
    [InlineData("org.apache.hadoop.io.compress.ZStandardCodec", ".zst")]
    public void A_codec_names_its_files_and_they_are_read_again_and_numbered_on(string codec, string extension)
    {
        UseFresh(Product.Sqlite);
        Succeed($"import $C --table t4 --target-dir $D -m 2 --compression-codec {codec} --append");
        Succeed($"import $C --table t4 --target-dir $D -m 2 --compression-codec {codec} --append --where 'a < 0'");
        Assert.Equal(Enumerable.Range(0, 3).Select(i => $"part-m-0000{i}{extension}"), FileTree.Names(D));
        Database.Run("DELETE FROM t4;");
        Succeed("export $C --table t4 --export-dir $D -m 3");
        Assert.Equal(["1|8", "3|6", "5|4", "7|2"], Database.Rows("SELECT * FROM t4 ORDER BY a"));
    }

    [Fact]
    public void Less_than_one_task_is_four_with_a_warning()
    {
        Use(Product.Sqlite);
        var run = Succeed("import $C --table nums --target-dir $D -m 0");
        Assert.Contains(" WARN ", run.Log);
        Assert.Equal(4, Directory.GetFiles(D, "part-m-*").Length);
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_view_is_imported_like_a_table(Product product)
    {
        Use(product);
        Succeed("import $C --table v_emp --where 'id < 3' --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines("1,Aaron", "2,Bob")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_query_may_end_like_a_statement_and_span_lines(Product product)
    {
        Use(product);
        Succeed("import $C --query 'SELECT id,\n  name FROM emp -- all of them\n WHERE $CONDITIONS AND id < 3 ;' --split-by id --target-dir $D -m 2");
        Holds(D, ("part-m-00000", Lines("1,Aaron")), ("part-m-00001", Lines("2,Bob")));
    }

    [Fact]
    public void Rows_and_bytes_are_counted_in_the_known_lines()
    {
        Use(Product.MariaDb);
        var run = Succeed("import $C --table nums --target-dir $D");
        Assert.Matches(@"INFO \S+: Transferred 684 bytes in [0-9.]+ seconds \([0-9.]+ (bytes|KB)/sec\)", run.Log);
        Assert.Contains("Retrieved 100 records.", run.Log);
        Assert.Contains("BoundingValsQuery: SELECT MIN(`id`), MAX(`id`) FROM `nums`", run.Log);
    }
}
