using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Semantics;

/// <summary>Rules of incremental imports, merges and saved jobs beside the acceptance cases.</summary>
public sealed class IncrementalRules : AcceptanceCase
{
    [Fact]
    public void A_directory_with_older_rows_asks_for_a_merge_key_or_an_append()
    {
        Use(Product.MariaDb);
        Put("d/part-m-00000", "old\n");
        Refuse(
            "import $C --table lm --incremental lastmodified --check-column ts --target-dir $D -m 1",
            "--merge-key or --append is required when using --incremental lastmodified and the output directory exists.");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void Changed_rows_may_be_appended(Product product)
    {
        UseFresh(product);
        Succeed("import $C --table lm --incremental lastmodified --check-column ts --target-dir $D -m 1");
        Database.Run("UPDATE lm SET v='b2', ts='2020-06-01 00:00:00' WHERE id=2;");
        Succeed("import $C --table lm --incremental lastmodified --check-column ts --last-value '2020-02-01' --append --target-dir $D -m 1");
        Assert.Equal("2,b2,2020-06-01 00:00:00.0\n", FileTree.Read(Path.Combine(D, "part-m-00001")));
    }

    [Fact]
    public void Changed_rows_are_not_read_into_Avro() =>
        Refuse(
            "import --connect jdbc:sqlite:x --table lm --incremental lastmodified --check-column ts --target-dir $D -m 1 --as-avrodatafile",
            "--incremental lastmodified cannot be used in conjunction with --as-avrodatafile.");

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_condition_and_new_rows_are_both_demanded(Product product)
    {
        UseNew(product, "CREATE TABLE inc (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO inc VALUES (1,'a'),(2,'b'),(3,'a'),(4,'b');");
        Succeed("import $C --table inc --where \"v = 'a' OR v = 'c'\" --incremental append --check-column id --last-value 1 --target-dir $D -m 1");
        HoldsUnmarked(D, ("part-m-00000", "3,a\n"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void An_empty_table_has_nothing_new(Product product)
    {
        UseNew(product, "CREATE TABLE inc (id INT NOT NULL PRIMARY KEY, v VARCHAR(16));");
        Assert.Equal(0, Run("import $C --table inc --incremental append --check-column id --target-dir $D -m 1").ExitCode);
    }

    [Theory]
    [InlineData(Product.MariaDb, "DATETIME(6)")]
    [InlineData(Product.PostgreSql, "TIMESTAMP")]
    public void The_last_value_of_a_time_keeps_its_whole_fraction(Product product, string type)
    {
        UseNew(product, $"CREATE TABLE inc (id INT NOT NULL PRIMARY KEY, ts {type}); INSERT INTO inc VALUES (1,'2020-01-01 00:00:00.123456'),(2,'2020-01-01 00:00:00.123457');");
        var run = Succeed("import $C --table inc --incremental append --check-column ts --target-dir $D -m 1");
        Assert.Contains("--last-value 2020-01-01 00:00:00.123457", run.Log);
        run = Succeed("import $C --table inc --incremental append --check-column ts --last-value '2020-01-01 00:00:00.123456' --target-dir $D -m 1");
        Assert.Equal("2,2020-01-01 00:00:00.123457\n", FileTree.Read(Path.Combine(D, "part-m-00001")));
    }

    [Theory]
    [InlineData("--as-avrodatafile", ".avro")]
    [InlineData("--as-parquetfile", ".parquet")]
    [InlineData("--as-textfile -z", ".gz")]
    public void Data_sets_of_one_format_are_merged_by_their_key(string layout, string extension)
    {
        UseNew(Product.Sqlite, """
            CREATE TABLE o (id INT NOT NULL PRIMARY KEY, v VARCHAR(8)); INSERT INTO o VALUES (1,'a'),(2,'b'),(10,'c');
            CREATE TABLE n (id INT NOT NULL PRIMARY KEY, v VARCHAR(8)); INSERT INTO n VALUES (2,'B'),(9,'d');
            CREATE TABLE back (id INT NOT NULL PRIMARY KEY, v VARCHAR(8));
            """);
        Succeed($"import $C --table o --target-dir old -m 2 {layout} --class-name T");
        Succeed($"import $C --table n --target-dir new -m 1 {layout} --class-name T");
        Succeed("merge --new-data new --onto old --target-dir $D --merge-key id --class-name T" + (extension == ".gz" ? " --columns id,v" : ""));
        Assert.StartsWith("part-r-00000", FileTree.Names(D)[1]);
        Succeed("export $C --table back --export-dir $D -m 1");
        Assert.Equal(["1|a", "2|B", "9|d", "10|c"], Database.Rows("SELECT * FROM back ORDER BY id"));
    }

    [Fact]
    public void A_merge_is_sorted_by_the_text_of_its_key_and_does_not_take_an_old_target()
    {
        Put("old/part-m-00000", "10,a\n9,b\n");
        Put("new/part-m-00000", "8,c\n");
        Succeed("merge --new-data new --onto old --target-dir $D --merge-key id --class-name T --columns id,v");
        Holds(D, ("part-r-00000", Lines("10,a", "8,c", "9,b")));
        Refuse("merge --new-data new --onto old --target-dir $D --merge-key id --class-name T --columns id,v", "already exists");
    }

    [Theory]
    [InlineData("10,a\nnull,b\n", "null")]
    [InlineData("10\n", "10")]
    public void A_record_without_its_key_can_not_be_merged(string text, string word)
    {
        Put("old/part-m-00000", text);
        Put("new/part-m-00000", "8,c\n");
        var key = word == "null" ? "id" : "v";
        Refuse($"merge --new-data new --onto old --target-dir $D --merge-key {key} --class-name T --columns id,v", word);
    }

    [Fact]
    public void Text_without_known_columns_is_not_merged()
    {
        Put("old/part-m-00000", "10,a\n");
        Put("new/part-m-00000", "8,c\n");
        Refuse("merge --new-data new --onto old --target-dir $D --merge-key id --class-name T", "--columns");
    }

    [Fact]
    public void A_job_that_is_not_there_is_deleted_with_a_remark()
    {
        Assert.Contains("No such job: j1", Print("job --delete j1").Log);
        Assert.Equal(["Available jobs:"], Print("job --list").OutputLines);
    }

    [Fact]
    public void A_job_that_failed_keeps_its_last_value()
    {
        UseFresh(Product.Sqlite);
        Succeed("job --create j1 -- import $C --table inc --incremental append --check-column id --last-value 3 --target-dir $D -m 1");
        Put("d", "a file where the directory should be\n");
        Assert.Equal(1, Run("job --exec j1").ExitCode);
        Assert.Contains("incremental.last.value = 3", Print("job --show j1").OutputLines);
        File.Delete(D);
        Succeed("job --exec j1");
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 4, 9)));
    }

    [Fact]
    public void A_job_of_changed_rows_merges_them_each_time()
    {
        UseFresh(Product.Sqlite);
        Succeed("job --create j1 -- import $C --table lm --incremental lastmodified --check-column ts --merge-key id --target-dir $D -m 1");
        Succeed("job --exec j1");
        Holds(D, ("part-m-00000", Lines("1,a,2020-01-01 00:00:00.0", "2,b,2020-01-01 00:00:00.0")));
        Database.Run("UPDATE lm SET v = 'b2', ts = strftime('%Y-%m-%d %H:%M:%S', 'now') WHERE id = 2;");
        // The row is as old as the bound that this run takes, or older by the time the next one takes its own.
        Eventually.True(
            () =>
            {
                Succeed("job --exec j1");
                return FileTree.Read(Directory.GetFiles(D, "part-*")[0]).Contains("b2");
            },
            "the changed row is read when its time has come");
        Assert.Equal(2, Directory.GetFiles(D, "part-r-*").Sum(path => File.ReadAllLines(path).Length));
    }

    [Fact]
    public void An_export_and_a_list_of_tables_can_be_jobs_as_well()
    {
        UseFresh(Product.Sqlite);
        Put("d/p", "1,a,10\n");
        Succeed("job --create out -- export $C --table exp_t --export-dir $D -m 1");
        Succeed("job --create tables -- list-tables $C");
        Assert.Equal(["Available jobs:", "  out", "  tables"], Print("job --list").OutputLines);
        Succeed("job --exec out");
        Assert.Equal(1, Database.Count("SELECT COUNT(*) FROM exp_t"));
        Assert.Contains("exp_t", Print("job --exec tables").OutputLines);
    }
}
