namespace Levada.Sqoop.Tests.Shell;

public sealed class ProgramTests : IDisposable
{
    private readonly SqoopProgram _sqoop = new();

    public void Dispose() => _sqoop.Dispose();

    private string Database() => _sqoop.NewDatabase(
        "a.db", "CREATE TABLE emp (id INT PRIMARY KEY, dept VARCHAR(32))", "INSERT INTO emp VALUES (1,'engineering'),(2,NULL)", "CREATE TABLE nums (n INT)");

    [Fact]
    public void Without_arguments_there_is_a_hint()
    {
        var result = _sqoop.Run();
        Assert.Equal((1, "", "Try 'sqoop help' for usage.\n"), (result.ExitCode, result.Output, result.Error));
    }

    [Fact]
    public void Help_goes_to_standard_output()
    {
        Assert.True(_sqoop.Run("help") is { ExitCode: 0, Error: "", Output.Length: > 0 });
        Assert.True(_sqoop.Run("import --help") is { ExitCode: 1, Output.Length: > 0 });
    }

    [Fact]
    public void The_version_is_all_that_version_says()
    {
        var result = _sqoop.Run("version");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.StartsWith("Sqoop ", result.Output);
        Assert.Contains("\ngit commit id ", result.Output);
    }

    [Fact]
    public void A_complaint_stands_on_standard_error_without_a_logger()
    {
        var result = _sqoop.Run("import --connect jdbc:sqlite:x");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.EndsWith("\n--table or --query is required for import. (Or use sqoop import-all-tables.)\nTry --help for usage instructions.\n", result.Error);
    }

    [Fact]
    public void Unknown_arguments_are_logged()
    {
        var result = _sqoop.Run("import --connect u --table emp --no-such-flag");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains(" ERROR tool.BaseSqoopTool: Unrecognized argument: --no-such-flag\n", result.Error);
    }

    [Theory]
    [InlineData("list-tables --connect jdbc:sqlite:none")]
    [InlineData("import --connect u --table t --password x --no-such-flag")]
    [InlineData("import --help")]
    public void The_first_line_of_the_log_is_the_version(string line) =>
        Assert.Matches("^24/03/09 07:05:04 INFO sqoop.Sqoop: Running Sqoop version: [0-9.]+\n", _sqoop.Run(line).Error);

    [Fact]
    public void Tables_are_listed_one_on_a_line()
    {
        var result = _sqoop.Run($"list-tables --connect {Database()}");
        Assert.Equal((0, "emp\nnums\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public void Eval_prints_rows()
    {
        var result = _sqoop.Run("eval", "--connect", Database(), "-e", "SELECT id, dept FROM emp ORDER BY id");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("| 2                    | (null)               | \n", result.Output);
    }

    [Fact]
    public void Eval_says_how_many_rows_changed()
    {
        var result = _sqoop.Run("eval", "--connect", Database(), "-e", "UPDATE emp SET dept = 'x'");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("2 row(s) updated.", result.LogTexts);
    }

    [Fact]
    public void Eval_of_nonsense_is_a_warning_and_exit_code_1()
    {
        var result = _sqoop.Run("eval", "--connect", Database(), "-e", "SELEC 1");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(" WARN tool.EvalTool: SQL exception executing statement: ", result.Error);
    }

    [Fact]
    public void A_database_that_cannot_list_databases_says_so()
    {
        var result = _sqoop.Run($"list-databases --connect {Database()}");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("Could not retrieve database list from server", result.Error);
    }

    [Fact]
    public void A_connection_can_be_tested()
    {
        var url = Database();
        Assert.StartsWith("Connected to SQLite in ", _sqoop.Run($"test-connection --connect {url}").Output);
        using var json = System.Text.Json.JsonDocument.Parse(_sqoop.Run($"test-connection --connect {url} --json").Output);
        Assert.Equal("SQLite", json.RootElement.GetProperty("product").GetString());
        Assert.Equal("UTC", json.RootElement.GetProperty("timeZone").GetString());
    }

    [Fact]
    public void What_cannot_be_opened_ends_with_exit_code_1_and_no_stack()
    {
        var result = _sqoop.Run($"list-tables --connect jdbc:sqlite:{_sqoop.PathOf("none.db")}");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(" ERROR tool.ListTablesTool: ", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [Fact]
    public void An_interrupted_run_ends_with_exit_code_130()
    {
        using var interruption = new Interruption();
        interruption.Cancel();
        var result = _sqoop.Run(interruption, "eval", "--connect", Database(), "-e", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x+1 FROM c) SELECT count(*) FROM c");
        Assert.Equal(130, result.ExitCode);
    }

    [Fact]
    public void There_is_no_metastore_server()
    {
        Assert.True(_sqoop.Run("metastore") is { ExitCode: 1, Output: "" } result && result.Error.Contains("--meta-connect"));
        Assert.True(_sqoop.Run("metastore --shutdown") is { ExitCode: 0, Output: "" });
    }

    [Fact]
    public void An_options_file_is_read()
    {
        File.WriteAllText(_sqoop.PathOf("o"), $"list-tables\n--connect\n{Database()}\n");
        Assert.Equal("emp\nnums\n", _sqoop.Run("--options-file", _sqoop.PathOf("o")).Output);
    }

    [Fact]
    public void An_unknown_time_zone_is_refused()
    {
        _sqoop.Variables["TZ"] = "Mars/Olympus";
        var result = _sqoop.Run($"list-tables --connect {Database()}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Mars/Olympus", result.Error);
    }
}
