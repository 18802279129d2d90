using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>The smaller tools, and options that every tool has.</summary>
public sealed class ToolCases : AcceptanceCase
{
    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void TOL_01_Eval_prints_a_table_of_the_rows(Product product)
    {
        Use(product);
        var rule = new string('-', 38);
        Assert.Equal(
            Lines(
                rule, "| id          | dept                 | ", rule,
                "| 1           | engineering          | ", "| 2           | sales                | ", rule),
            Print("""eval $C -e "SELECT id, dept FROM emp WHERE id < 3 ORDER BY id" """).Output);
    }

    [Fact]
    public void TOL_03_Databases_are_listed_one_a_line()
    {
        Use(Product.PostgreSql);
        var names = Print("list-databases $C").OutputLines;
        Assert.All([Database.Name, "template0", "template1", "postgres"], name => Assert.Contains(name, names));
        Use(Product.MariaDb);
        names = Print("list-databases $C").OutputLines;
        Assert.All([Database.Name, "information_schema"], name => Assert.Contains(name, names));
    }

    [Fact]
    public void TOL_04_Tables_and_views_are_listed_one_a_line()
    {
        Use(Product.MariaDb);
        string[] names =
        [
            "emp", "t4", "nums", "nokey", "nullsplit", "compkey", "txtkey", "fmt", "nl", "nulls", "bigd", "types_my", "av", "n-a+m/e", "inc",
            "lm", "exp_t", "exp_stage", "upd", "ups", "proc_t", "v_emp",
        ];
        Assert.Equal(names.Order(StringComparer.Ordinal), Print("list-tables $C").OutputLines.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void TOL_06_All_tables_are_imported_each_into_its_folder(Product product)
    {
        UseNew(product, """
            CREATE TABLE all_a (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO all_a VALUES (0,'A winner');
            CREATE TABLE all_b (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO all_b VALUES (1,'is you!');
            CREATE TABLE all_c (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO all_c VALUES (2,NULL);
            """);
        Succeed("import-all-tables $C --warehouse-dir $D -m 1");
        Assert.Equal(["all_a", "all_b", "all_c"], FileTree.Names(D));
        Holds(Path.Combine(D, "all_a"), ("part-m-00000", Lines("0,A winner")));
        Holds(Path.Combine(D, "all_b"), ("part-m-00000", Lines("1,is you!")));
        Holds(Path.Combine(D, "all_c"), ("part-m-00000", Lines("2,null")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void TOL_08_Tables_without_a_key_end_the_import_of_all_tables_unless_one_task_may_read_them(Product product)
    {
        UseNew(product, string.Concat(Enumerable.Range(1, 5).Select(i =>
            $"CREATE TABLE m{i} (id INT{(i % 2 == 0 ? " NOT NULL PRIMARY KEY" : "")}, v VARCHAR(8)); INSERT INTO m{i} VALUES (1,'a'),(2,'b');\n")));
        Succeed("import-all-tables $C --warehouse-dir $D -m 2 --autoreset-to-one-mapper");
        Assert.Equal([1, 2, 1, 2, 1], Enumerable.Range(1, 5).Select(i => Directory.GetFiles(Path.Combine(D, $"m{i}"), "part-m-*").Length));
        Refuse("import-all-tables $C --warehouse-dir $D2 -m 2", "m1", "--split-by");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TOL_09_Codegen_writes_artefacts_named_after_the_table(Product product)
    {
        Use(product);
        Succeed("codegen $C --table t4 --outdir o --bindir b");
        Assert.Equal(["t4.java"], FileTree.Names(Path.Combine(Work, "o")));
        Assert.Contains("t4.jar", FileTree.Names(Path.Combine(Work, "b")));
        Assert.Contains("class t4", File.ReadAllText(Path.Combine(Work, "o", "t4.java")));
    }

    [Fact]
    public void TOL_11_Version_and_help_answer()
    {
        Assert.StartsWith("Sqoop ", Print("version").Output);
        string[] tools =
        [
            "codegen", "create-hive-table", "eval", "export", "help", "import", "import-all-tables", "import-mainframe", "job",
            "list-databases", "list-tables", "merge", "metastore", "version",
        ];
        var help = Print("help").OutputLines;
        Assert.All(tools, tool => Assert.Contains(help, line => line.StartsWith($"  {tool} ")));
        Assert.Contains("--target-dir", Print("help import").Output);
        var bare = Refuse("", "sqoop help");
        Assert.Empty(bare.Output);
        Assert.Contains("--target-dir", Refuse("import --help").Output);
    }

    [Fact]
    public void TOL_13_An_unknown_argument_is_named()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table emp --no-such-flag --target-dir $D", "Unrecognized argument: --no-such-flag");
    }

    [Theory]
    [InlineData(Product.MariaDb, "")]
    [InlineData(Product.PostgreSql, "")]
    [InlineData(Product.MariaDb, "\n")]
    public void TOL_14_A_password_may_come_from_a_file(Product product, string end)
    {
        Use(product);
        Put("secret", Database.Password + end);
        Succeed("import --connect $URL $U --password-file secret --table emp --columns id --where 'id = 1' --target-dir $D -m 1");
        Holds(D, ("part-m-00000", "1\n"));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void VAL_01_A_validated_import_counts_the_rows_at_both_ends(Product product)
    {
        Use(product);
        Assert.Contains("Data successfully validated", Succeed("import $C --table emp --validate --target-dir $D -m 1").Log);
    }

    [Fact]
    public void VAL_03_Only_whole_tables_are_validated()
    {
        Use(Product.MariaDb);
        Refuse("""import $C --table emp --where "id > 1" --validate --target-dir $D""", "Validation is not supported for");
    }
}
