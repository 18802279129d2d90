using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Semantics;

/// <summary>Rules of the smaller tools and of direct imports beside the acceptance cases.</summary>
public sealed class ToolRules : AcceptanceCase
{
    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Eval_changes_rows_and_says_how_many(Product product)
    {
        UseFresh(product);
        Assert.Contains("2 row(s) updated.", Succeed("""eval $C -e "UPDATE ups SET msg = 'new' WHERE id < 3" """).Log);
        Assert.Equal(["new", "new"], Database.Rows("SELECT msg FROM ups WHERE id < 3"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void Eval_shows_nulls_in_parentheses_and_cuts_nothing(Product product)
    {
        UseNew(product, $"CREATE TABLE t (id INT NOT NULL PRIMARY KEY, v VARCHAR(40)); INSERT INTO t VALUES (1,NULL),(2,'{new string('x', 30)}');");
        var lines = Print("eval $C --query 'SELECT id, v FROM t ORDER BY id'").OutputLines;
        Assert.Equal($"| 1           | (null)               | ", lines[3]);
        Assert.Equal($"| 2           | {new string('x', 30)} | ", lines[4]);
    }

    [Fact]
    public void Tables_of_PostgreSQL_are_listed_by_schema_and_without_views()
    {
        UseNew(Product.PostgreSql, """
            CREATE TABLE a (id INT PRIMARY KEY); CREATE VIEW v AS SELECT 1 AS one;
            CREATE SCHEMA s; CREATE TABLE s.b (id INT PRIMARY KEY); INSERT INTO s.b VALUES (1);
            """);
        Assert.Equal(["a"], Print("list-tables $C").OutputLines);
        Assert.Equal(["b"], Print("list-tables $C -- --schema s").OutputLines);
        Succeed("import $C --table b --target-dir $D -m 1 -- --schema s");
        Holds(D, ("part-m-00000", "1\n"));
        Refuse("import $C --table s.b --target-dir $D2 -m 1", "--schema s");
        Refuse("import $C --table A --target-dir $D2 -m 1", "a");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Tables_can_be_left_out_of_an_import_of_all(Product product)
    {
        UseNew(product, """
            CREATE TABLE a (id INT NOT NULL PRIMARY KEY); CREATE TABLE b (id INT NOT NULL PRIMARY KEY); CREATE TABLE c (id INT NOT NULL PRIMARY KEY);
            INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); INSERT INTO c VALUES (1);
            """);
        var run = Print("import-all-tables $C --warehouse-dir $D --exclude-tables b,c -m 1");
        Assert.Equal(["Skipping table: b", "Skipping table: c"], run.OutputLines);
        Assert.Equal(["a"], FileTree.Names(D));
        Refuse("import-all-tables $C --warehouse-dir $D -m 1", "already exists");
    }

    [Fact]
    public void Codegen_takes_a_query_a_class_and_a_package()
    {
        Use(Product.MariaDb);
        Succeed("codegen $C --query 'SELECT a, b FROM t4 WHERE $CONDITIONS' --class-name org.example.Q --outdir o --bindir b");
        Assert.True(File.Exists(Path.Combine(Work, "o", "org", "example", "Q.java")));
        Succeed("codegen $C --table 'n-a+m/e' --outdir o2 --bindir b2");
        Assert.True(File.Exists(Path.Combine(Work, "o2", "n_a_m_e.java")));
        Succeed("codegen $C --table t4 --outdir o3 --bindir b3 --hive-import");
        Assert.Contains("CREATE TABLE", File.ReadAllText(Path.Combine(Work, "o3", "t4.q")));
    }

    [Fact]
    public void A_password_may_come_from_standard_input_or_an_alias()
    {
        Use(Product.MariaDb);
        Assert.Contains("emp", Print("list-tables --connect $URL $U -P", Database.Password + "\n").OutputLines);
        var run = Run("list-tables --connect $URL $U --password-alias no.such.alias");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("no.such.alias", run.Log);
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("$W", "is a directory")]
    public void A_password_file_that_can_not_be_read_is_named(string path, string message)
    {
        Use(Product.MariaDb);
        Refuse($"list-tables --connect $URL $U --password-file {path}", "Error while loading password file", message);
    }

    [Fact]
    public void A_parameter_file_sets_properties_of_the_connection()
    {
        Use(Product.MariaDb);
        Put("params.properties", $"# of the connection\nuser={Database.UserName}\npassword={Database.Password}\n");
        Assert.Contains("emp", Print("list-tables --connect $URL --connection-param-file params.properties").OutputLines);
        Refuse("list-tables $C --connection-param-file nowhere", "nowhere");
    }

    [Fact]
    public void A_direct_import_of_PostgreSQL_quotes_as_CSV_and_cuts_files_by_size()
    {
        UseNew(Product.PostgreSql, "CREATE TABLE t (id INT PRIMARY KEY, s TEXT); INSERT INTO t VALUES (1,NULL),(2,''),(3,'Mi,ke \"x\"'),(4,'plain');");
        Succeed("import $C --table t --target-dir $D --direct");
        Holds(D, ("part-m-00000", Lines("1,", "2,\"\"", "3,\"Mi,ke \"\"x\"\"\"", "4,plain")));
        Succeed("import $C --table t --target-dir $D2 --direct --direct-split-size 5 --where 'id <> 3'");
        Assert.Equal(Lines("1,", "2,\"\"", "4,plain"), string.Concat(Directory.GetFiles(D2, "part-m-*").Order(StringComparer.Ordinal).Select(FileTree.Read)));
        Assert.True(Directory.GetFiles(D2, "part-m-*").Length > 1);
    }

    [Theory]
    [InlineData("import $C --table t4 --target-dir $D --direct")]
    [InlineData("import $C --table t4 --target-dir $D --direct --hive-drop-import-delims")]
    public void A_database_without_a_fast_path_says_so(string line)
    {
        Use(Product.Sqlite);
        Refuse(line);
    }

    [Fact]
    public void Jobs_of_the_originals_metastore_can_be_taken_over()
    {
        Use(Product.Sqlite);
        string[] rows =
        [
            "'old','sqoop.tool','import','schema'", "'old','sqoop.property.set.id','0','schema'",
            $"'old','db.connect.string','{Database.Url}','SqoopOptions'", "'old','db.table','t4','SqoopOptions'",
            $"'old','hdfs.target.dir','{D}','SqoopOptions'", "'old','mapreduce.num.mappers','1','SqoopOptions'",
        ];
        Put("metastore.db.script", Lines(
            [
                "CREATE SCHEMA PUBLIC AUTHORIZATION DBA",
                "CREATE MEMORY TABLE SQOOP_ROOT(VERSION INTEGER,PROPNAME VARCHAR(128) NOT NULL,PROPVAL VARCHAR(256),CONSTRAINT SQOOP_ROOT_UNQ UNIQUE(VERSION,PROPNAME))",
                "CREATE MEMORY TABLE SQOOP_SESSIONS(JOB_NAME VARCHAR(64) NOT NULL,PROPNAME VARCHAR(128) NOT NULL,PROPVAL VARCHAR(1024),PROPCLASS VARCHAR(32) NOT NULL)",
                "INSERT INTO SQOOP_ROOT VALUES(NULL,'sqoop.hsqldb.job.storage.version','0')",
                "INSERT INTO SQOOP_ROOT VALUES(0,'sqoop.hsqldb.job.info.table','SQOOP_SESSIONS')",
                .. rows.Select(row => $"INSERT INTO SQOOP_SESSIONS VALUES({row})"),
            ]));
        Print("job --import-metastore metastore.db.script");
        Assert.Equal(["Available jobs:", "  old"], Print("job --list").OutputLines);
        Succeed("job --exec old");
        Holds(D, ("part-m-00000", Lines("1,8", "3,6", "5,4", "7,2")));
    }

    [Fact]
    public void A_summary_for_programs_is_one_JSON_text()
    {
        Use(Product.Sqlite);
        var summary = System.Text.Json.JsonDocument.Parse(Print("import $C --table t4 --target-dir $D -m 1 --json").Output).RootElement;
        Assert.Contains(summary.EnumerateObject(), property => property.Value.ToString() == "4");
    }
}
