using Levada.Servers;
using Levada.Sqoop.Tests.Shell;

namespace Levada.Sqoop.Tests.Tools;

/// <summary>Command lines against real servers, as users type them.</summary>
public sealed class ServerToolTests : IDisposable
{
    private const string Emp =
        """
        CREATE TABLE emp (id INT NOT NULL PRIMARY KEY, name VARCHAR(24) NOT NULL, dept VARCHAR(32));
        INSERT INTO emp VALUES (1,'Aaron','engineering'),(2,'Bob','sales'),(3,'Fred','marketing');
        CREATE VIEW v_emp AS SELECT id, name FROM emp;
        """;

    private readonly SqoopProgram _sqoop = new();

    public void Dispose() => _sqoop.Dispose();

    private static (string Database, string[] Connect) NewDatabase(string server, string fixture)
    {
        if (server == "MariaDB")
        {
            Assert.SkipWhen(MariaDbServer.Shared.SkipReason is not null, MariaDbServer.Shared.SkipReason ?? "");
            var name = MariaDbServer.Shared.NewDatabase(fixture);
            return (name, ["--connect", MariaDbServer.Shared.JdbcUrl(name), "--username", MariaDbServer.Shared.User, "--password", MariaDbServer.Shared.Password]);
        }

        Assert.SkipWhen(PostgreSqlServer.Shared.SkipReason is not null, PostgreSqlServer.Shared.SkipReason ?? "");
        var database = PostgreSqlServer.Shared.NewDatabase(fixture);
        return (database, ["--connect", PostgreSqlServer.Shared.JdbcUrl(database), "--username", PostgreSqlServer.Shared.User, "--password", PostgreSqlServer.Shared.Password]);
    }

    private ProgramResult Run(string tool, string[] connect, params string[] options)
    {
        var result = _sqoop.Run([.. tool.Split(' '), .. connect, .. options]);
        Assert.DoesNotContain(connect[^1], result.Output + result.Error);
        return result;
    }

    [Theory]
    [InlineData("MariaDB")]
    [InlineData("PostgreSQL")]
    public void Eval_gives_columns_the_room_that_their_type_needs(string server)
    {
        var (_, connect) = NewDatabase(server, Emp);
        var rule = new string('-', 38) + "\n";
        var result = Run("eval", connect, "-e", "SELECT id, dept FROM emp WHERE id < 3 ORDER BY id");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(
            $"{rule}| id          | dept                 | \n{rule}"
            + $"| 1           | engineering          | \n| 2           | sales                | \n{rule}",
            result.Output);
    }

    [Theory]
    [InlineData("MariaDB")]
    [InlineData("PostgreSQL")]
    public void Eval_commits_what_it_changes(string server)
    {
        var (_, connect) = NewDatabase(server, Emp);
        Assert.Contains("2 row(s) updated.", Run("eval", connect, "-e", "DELETE FROM emp WHERE id < 3").LogTexts);
        Assert.Contains("| 1 ", Run("eval", connect, "-e", "SELECT count(*) FROM emp").Output);
        Assert.True(Run("eval", connect, "-e", "INSERT INTO none VALUES (1)") is { ExitCode: 1, Output: "" });
    }

    [Theory]
    [InlineData("MariaDB", "information_schema")]
    [InlineData("PostgreSQL", "template0")]
    public void Databases_are_listed_and_nothing_else(string server, string other)
    {
        var (database, connect) = NewDatabase(server, Emp);
        var result = Run("list-databases", connect);
        Assert.Equal(0, result.ExitCode);
        var names = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(database, names);
        Assert.Contains(other, names);
    }

    [Theory]
    [InlineData("MariaDB", "emp", "v_emp")]
    [InlineData("PostgreSQL", "emp")]
    public void Tables_are_listed_with_views_where_sqoop_lists_them(string server, params string[] expected)
    {
        var (_, connect) = NewDatabase(server, Emp);
        var result = Run("list-tables", connect);
        Assert.Equal(0, result.ExitCode);
        // The order is the server's own.
        Assert.Equal(expected, result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_schema_of_postgresql_follows_two_dashes()
    {
        var (_, connect) = NewDatabase("PostgreSQL", "CREATE SCHEMA s; CREATE TABLE s.inner_t (id INT PRIMARY KEY); CREATE TABLE outer_t (id INT);");
        Assert.Equal("inner_t\n", Run("list-tables", connect, "--", "--schema", "s").Output);
        Assert.Equal(0, Run("import-all-tables", connect, "--warehouse-dir", _sqoop.PathOf("w"), "-m", "1", "--", "--schema", "s").ExitCode);
        Assert.True(Directory.Exists(_sqoop.PathOf("w/inner_t")));
        Assert.False(Directory.Exists(_sqoop.PathOf("w/outer_t")));
    }

    [Theory]
    [InlineData("MariaDB", "MySQL")]
    [InlineData("PostgreSQL", "PostgreSQL")]
    public void A_connection_is_tested(string server, string product)
    {
        var (_, connect) = NewDatabase(server, Emp);
        Assert.StartsWith($"Connected to {product} in ", Run("test-connection", connect).Output);
        connect[^1] = "wrong-password";
        var result = Run("test-connection", connect);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
    }

    [Theory]
    [InlineData("MariaDB")]
    [InlineData("PostgreSQL")]
    public void A_saved_job_goes_on_from_its_last_value(string server)
    {
        var (_, connect) = NewDatabase(server, "CREATE TABLE inc (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO inc VALUES (0,'r0'),(1,'r1'),(2,'r2');");
        var target = _sqoop.PathOf("d");
        string[] import = ["--table", "inc", "--incremental", "append", "--check-column", "id", "--target-dir", target, "-m", "1"];
        Assert.Equal(0, Run("job -Dsqoop.metastore.client.record.password=true --create j1 -- import", connect, import).ExitCode);
        var first = _sqoop.Run("job --exec j1");
        Assert.True(first.ExitCode == 0, first.Error);
        Assert.Equal("0,r0\n1,r1\n2,r2\n", File.ReadAllText(Path.Combine(target, "part-m-00000")));
        Assert.Contains("No new rows detected since last import.", _sqoop.Run("job --exec j1").LogTexts);
        Assert.Equal(0, Run("eval", connect, "-e", "INSERT INTO inc VALUES (10,'r10')").ExitCode);
        var second = _sqoop.Run("job --exec j1");
        Assert.Contains("Saving incremental import state to the metastore", second.LogTexts);
        Assert.Equal("10,r10\n", File.ReadAllText(Path.Combine(target, "part-m-00001")));
        Assert.Contains("\nincremental.last.value = 10\n", _sqoop.Run("job --show j1").Output);
    }

    [Fact]
    public void A_target_given_for_one_run_is_not_kept()
    {
        var (_, connect) = NewDatabase("MariaDB", Emp);
        var (kept, once) = (_sqoop.PathOf("kept"), _sqoop.PathOf("once"));
        _sqoop.Answers.Enqueue(connect[^1]);
        Assert.Equal(0, Run("job --create j1 -- import", connect, "--table", "emp", "--target-dir", kept, "-m", "1").ExitCode);
        Assert.Equal(0, _sqoop.Run($"job --exec j1 -- --target-dir {once}").ExitCode);
        Assert.True(File.Exists(Path.Combine(once, "part-m-00000")));
        Assert.False(Directory.Exists(kept));
        Assert.Contains($"\nhdfs.target.dir = {kept}\n", _sqoop.Run("job --show j1").Output);
    }

    [Fact]
    public void All_tables_go_each_into_a_directory_of_its_own()
    {
        var (_, connect) = NewDatabase("MariaDB",
            """
            CREATE TABLE all_a (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO all_a VALUES (0,'A winner');
            CREATE TABLE all_b (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO all_b VALUES (1,'is you!');
            CREATE TABLE all_c (id INT NOT NULL PRIMARY KEY, v VARCHAR(16)); INSERT INTO all_c VALUES (2,NULL);
            """);
        var result = Run("import-all-tables", connect, "--warehouse-dir", _sqoop.Folder, "-m", "1", "--exclude-tables", "all_b");
        Assert.Equal((0, "Skipping table: all_b\n"), (result.ExitCode, result.Output));
        Assert.Equal("0,A winner\n", File.ReadAllText(_sqoop.PathOf("all_a/part-m-00000")));
        Assert.Equal("2,null\n", File.ReadAllText(_sqoop.PathOf("all_c/part-m-00000")));
        Assert.False(Directory.Exists(_sqoop.PathOf("all_b")));
    }

    [Fact]
    public void The_first_of_all_tables_that_fails_ends_the_run()
    {
        var (_, connect) = NewDatabase("MariaDB",
            "CREATE TABLE m1 (id INT, v VARCHAR(8)); CREATE TABLE m2 (id INT PRIMARY KEY, v VARCHAR(8)); INSERT INTO m1 VALUES (1,'a'),(2,'b'); INSERT INTO m2 VALUES (1,'a'),(2,'b');");
        var failed = Run("import-all-tables", connect, "--warehouse-dir", _sqoop.PathOf("w1"), "-m", "2");
        Assert.Equal(1, failed.ExitCode);
        Assert.False(Directory.Exists(_sqoop.PathOf("w1/m1")) || Directory.Exists(_sqoop.PathOf("w1/m2")));
        Assert.Equal(0, Run("import-all-tables", connect, "--warehouse-dir", _sqoop.PathOf("w2"), "-m", "2", "--autoreset-to-one-mapper").ExitCode);
        Assert.Single(Directory.GetFiles(_sqoop.PathOf("w2/m1"), "part-*"));
        Assert.Equal(2, Directory.GetFiles(_sqoop.PathOf("w2/m2"), "part-*").Length);
    }

    [Fact]
    public void A_password_file_opens_the_database()
    {
        var (_, connect) = NewDatabase("MariaDB", Emp);
        File.WriteAllText(_sqoop.PathOf("p"), connect[^1]);
        Assert.Equal(0, _sqoop.Run([.. "list-tables".Split(' '), .. connect[..^2], "--password-file", _sqoop.PathOf("p")]).ExitCode);
        _sqoop.Variables["SQOOP_PASSWORD_DB"] = connect[^1];
        Assert.Equal(0, _sqoop.Run([.. "list-tables".Split(' '), .. connect[..^2], "--password-alias", "db"]).ExitCode);
    }
}
