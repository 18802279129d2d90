using Levada.Sqoop.Metastore;
using Levada.Sqoop.Tests.Shell;
using Levada.Transfer;
using Levada.Transfer.CommandLine.Jobs;

namespace Levada.Sqoop.Tests.Metastore;

public sealed class JobTests : IDisposable
{
    private readonly SqoopProgram _sqoop = new();

    public void Dispose() => _sqoop.Dispose();

    private string Database() => _sqoop.NewDatabase("a.db", "CREATE TABLE emp (id INT)");

    private string Store => _sqoop.PathOf(".sqoop/metastore.db");

    private JobStore OpenStore() => new(new MetastoreLocation(new($"jdbc:sqlite:{Store}", null, null), Store), CancellationToken.None);

    private void Create(string name, string arguments) =>
        Assert.True(_sqoop.Run($"job --create {name} -- {arguments}") is { ExitCode: 0 } result, name + arguments);

    [Fact]
    public void A_job_is_created_listed_shown_and_deleted()
    {
        var url = Database();
        Create("b", $"import --connect {url} --table emp --incremental append --check-column id --last-value 9 -m 1");
        Create("a", $"list-tables --connect {url}");
        Assert.Equal("Available jobs:\n  a\n  b\n", _sqoop.Run("job --list").Output);
        var shown = _sqoop.Run("job --show b").Output;
        Assert.StartsWith("Job: b\nTool: import\nOptions:\n----------------------------\n", shown);
        Assert.Contains("\nincremental.last.value = 9\n", shown);
        Assert.Contains("\ndb.table = emp\n", shown);
        Assert.Equal(0, _sqoop.Run("job --delete b").ExitCode);
        Assert.Equal("Available jobs:\n  a\n", _sqoop.Run("job --list").Output);
    }

    [Fact]
    public void A_name_is_taken_once_and_the_first_job_stays()
    {
        var url = Database();
        Create("j", $"import --connect {url} --table one");
        var second = _sqoop.Run($"job --create j -- import --connect {url} --table two");
        Assert.Equal((1, ""), (second.ExitCode, second.Output));
        Assert.Contains("Job j already exists", second.Error);
        Assert.Contains("db.table = one", _sqoop.Run("job --show j").Output);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.True(_sqoop.Run("job --exec no") is { ExitCode: 1 } exec && exec.Error.Contains("Cannot restore missing job no"));
        Assert.True(_sqoop.Run("job --show no") is { ExitCode: 1 } show && show.Error.Contains("Cannot restore missing job no"));
        Assert.True(_sqoop.Run("job --delete no") is { ExitCode: 0 } delete && delete.Error.Contains("No such job: no"));
        Assert.Equal("Available jobs:\n", _sqoop.Run("job --list").Output);
    }

    [Fact]
    public void The_arguments_of_a_job_are_checked_when_it_is_created_and_nothing_is_run()
    {
        var result = _sqoop.Run("job --create j -- import --table t");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Error: Required argument --connect is missing.", result.Error);
        Assert.Equal("Available jobs:\n", _sqoop.Run("job --list").Output);
    }

    [Fact]
    public void A_job_runs_and_arguments_given_now_win_without_being_kept()
    {
        var first = _sqoop.NewDatabase("a.db", "CREATE TABLE one (id INT)");
        var second = _sqoop.NewDatabase("b.db", "CREATE TABLE two (id INT)");
        Create("j", $"list-tables --connect {first}");
        Assert.Equal("one\n", _sqoop.Run("job --exec j").Output);
        Assert.Equal("two\n", _sqoop.Run($"job --exec j -- --connect {second}").Output);
        Assert.Equal("one\n", _sqoop.Run("job --exec j").Output);
    }

    [Fact]
    public void The_exit_code_of_a_job_is_its_tools()
    {
        Create("j", $"eval --connect {Database()} -e nonsense");
        Assert.Equal(1, _sqoop.Run("job --exec j").ExitCode);
    }

    [Fact]
    public void A_password_is_asked_for_again_and_shown_never()
    {
        Create("j", $"list-tables --connect {Database()} --username u --password s3cret");
        Assert.DoesNotContain("s3cret", File.ReadAllText(Store));
        Assert.Contains("db.require.password = true", _sqoop.Run("job --show j").Output);
        Assert.Equal(1, _sqoop.Run("job --exec j").ExitCode);
        _sqoop.Answers.Enqueue("s3cret");
        Assert.Equal(0, _sqoop.Run("job --exec j").ExitCode);
        Assert.Empty(_sqoop.Answers);
    }

    [Fact]
    public void A_password_that_is_to_be_recorded_is_masked()
    {
        Assert.Equal(0, _sqoop.Run($"job -Dsqoop.metastore.client.record.password=true --create j -- list-tables --connect {Database()} --password s3cret").ExitCode);
        Assert.Contains("db.password = ********", _sqoop.Run("job --show j").Output);
        Assert.Equal(0, _sqoop.Run("job --exec j").ExitCode);
    }

    [Fact]
    public void A_job_that_runs_keeps_others_out_and_says_who_it_is()
    {
        Create("j", $"list-tables --connect {Database()}");
        using var store = OpenStore();
        using (store.Lock("j", "anna@host, process 7", TimeSpan.Zero))
        {
            var second = _sqoop.Run("job --exec j");
            Assert.Equal((1, ""), (second.ExitCode, second.Output));
            Assert.Contains("The job j is being run by anna@host, process 7.", second.Error);
            Assert.Equal("Available jobs:\n  j\n", _sqoop.Run("job --list").Output);
        }

        Assert.Equal(0, _sqoop.Run("job --exec j").ExitCode);
    }

    [Fact]
    public void The_note_of_a_run_that_died_keeps_nobody_out()
    {
        Create("j", $"list-tables --connect {Database()}");
        using (var store = OpenStore())
            Assert.Throws<InvalidOperationException>(() => DieWith(store));
        Assert.Equal(0, _sqoop.Run("job --exec j").ExitCode);

        static void DieWith(JobStore store)
        {
            using var hold = store.Lock("j", "ghost", TimeSpan.Zero);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public void The_metastore_is_for_its_owner_only()
    {
        Create("j", $"list-tables --connect {Database()}");
        if (OperatingSystem.IsWindows()) Assert.Skip("A system without Unix modes.");
        else Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Store));
    }

    [Fact]
    public void Long_values_and_names_of_any_kind_are_kept()
    {
        var where = $"x = 'it''s' AND y = \"\\\\\" -- {new string('é', 2000)}\n\0";
        Assert.Equal(0, _sqoop.Run("job", "--create", "näme 'x'", "--", "import", "--connect", Database(), "--table", "t", "--where", where).ExitCode);
        using var store = OpenStore();
        Assert.Equal(["näme 'x'"], store.List());
        Assert.Equal(where, store.Read("näme 'x'")!.Properties["db.where.clause"]);
    }

    [Fact]
    public void A_name_has_at_most_64_characters() =>
        Assert.Contains("64 characters", _sqoop.Run($"job --create {new string('x', 65)} -- list-tables --connect u").Error);

    [Fact]
    public void The_last_value_moves_alone()
    {
        Create("j", $"import --connect {Database()} --table emp --incremental append --check-column id");
        using var store = OpenStore();
        var before = store.Read("j")!;
        store.Update("j", SavedJob.LastValueKey, "10");
        store.Update("j", SavedJob.LastValueKey, "11");
        Assert.Equal(before.WithLastValue("11").Properties, store.Read("j")!.Properties);
    }

    [Fact]
    public void Two_programs_can_make_a_metastore_at_once()
    {
        var url = Database();
        var results = new ProgramResult[8];
        var threads = Enumerable.Range(0, results.Length).Select(index => new Thread(() =>
            results[index] = _sqoop.Run($"job --create j{index} -- list-tables --connect {url}"))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Error));
        using var store = OpenStore();
        Assert.Equal(results.Length, store.List().Length);
    }

    [Fact]
    public void Of_two_that_create_a_job_one_wins()
    {
        var url = Database();
        Create("other", $"list-tables --connect {url}");
        var results = new ProgramResult[6];
        var threads = Enumerable.Range(0, results.Length).Select(index => new Thread(() =>
            results[index] = _sqoop.Run($"job --create j -- list-tables --connect {url}"))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Equal(1, results.Count(result => result.ExitCode == 0));
        Assert.All(results.Where(result => result.ExitCode != 0), result => Assert.Contains("Job j already exists", result.Error));
    }

    [Theory]
    [InlineData("--meta-connect jdbc:hsqldb:hsql://h:16000/sqoop", "--import-metastore")]
    [InlineData("--meta-connect jdbc:db2://h/d", "Supported RDBMSs are")]
    [InlineData("-Dsqoop.metastore.client.enable.autoconnect=false", "There is no JobStorage implementation available")]
    [InlineData("-Dsqoop.metastore.client.autoconnect.url=jdbc:hsqldb:hsql://h/sqoop", "--import-metastore")]
    public void A_metastore_that_is_not_offered_is_named(string option, string complaint)
    {
        var result = option.StartsWith("-D") ? _sqoop.Run($"job {option} --list") : _sqoop.Run($"job --list {option}");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains(complaint, result.Error);
    }

    [Fact]
    public void Another_file_can_be_the_metastore()
    {
        Assert.Equal(0, _sqoop.Run($"job --meta-connect jdbc:sqlite:{_sqoop.PathOf("m.db")} --create j -- list-tables --connect {Database()}").ExitCode);
        Assert.Equal("Available jobs:\n  j\n", _sqoop.Run($"job --list --meta-connect jdbc:sqlite:{_sqoop.PathOf("m.db")}").Output);
        Assert.False(File.Exists(Store));
    }

    [Fact]
    public void The_jobs_of_hsqldb_are_taken_over()
    {
        var url = Database();
        File.WriteAllText(_sqoop.PathOf("metastore.db.script"), string.Join('\n',
            "SET SCHEMA PUBLIC",
            "INSERT INTO SQOOP_ROOT VALUES(0,'sqoop.hsqldb.job.info.table','SQOOP_SESSIONS')",
            "INSERT INTO SQOOP_SESSIONS VALUES('old','sqoop.tool','list-tables','schema')",
            $"INSERT INTO SQOOP_SESSIONS VALUES('old','db.connect.string','{url}','SqoopOptions')",
            "INSERT INTO SQOOP_SESSIONS VALUES('bad','sqoop.tool','nothing','schema')"));
        File.WriteAllText(_sqoop.PathOf("metastore.db.log"),
            "INSERT INTO SQOOP_SESSIONS VALUES('new','sqoop.tool','list-tables','schema')\n"
            + $"INSERT INTO SQOOP_SESSIONS VALUES('new','db.connect.string','{url}','SqoopOptions')\n"
            + "INSERT INTO SQOOP_SESSIONS VALUES('new','db.password','s3cret','SqoopOptions')\nCOMMIT\n");
        var result = _sqoop.Run($"job --import-metastore {_sqoop.PathOf("metastore.db")}");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Job bad was not taken over: Error in job metadata: invalid tool nothing", result.LogTexts);
        Assert.Equal("Available jobs:\n  new\n  old\n", _sqoop.Run("job --list").Output);
        Assert.Equal("emp\n", _sqoop.Run("job --exec old").Output);
        Assert.DoesNotContain("s3cret", File.ReadAllText(Store));
        Assert.Contains("Job old exists already and stays as it is.", _sqoop.Run($"job --import-metastore {_sqoop.PathOf("metastore.db.script")}").LogTexts);
    }

    [Fact]
    public void A_script_that_is_not_there_is_an_error() =>
        Assert.True(_sqoop.Run($"job --import-metastore {_sqoop.PathOf("x")}") is { ExitCode: 1 } result && result.Error.Contains(".script"));

    [Fact]
    public void A_metastore_of_another_version_is_refused()
    {
        _sqoop.NewDatabase("m.db", "CREATE TABLE SQOOP_ROOT (version INT, propname VARCHAR(128), propval VARCHAR(256))",
            "INSERT INTO SQOOP_ROOT VALUES (-1, 'sqoop.job.storage.version', '1')");
        Assert.Contains("Invalid metadata version", _sqoop.Run($"job --list --meta-connect jdbc:sqlite:{_sqoop.PathOf("m.db")}").Error);
    }

    [Fact]
    public void The_table_that_the_root_names_is_used()
    {
        _sqoop.NewDatabase("m.db", "CREATE TABLE SQOOP_ROOT (version INT, propname VARCHAR(128), propval VARCHAR(256))",
            "INSERT INTO SQOOP_ROOT VALUES (NULL, 'sqoop.hsqldb.job.storage.version', '0'), (0, 'sqoop.hsqldb.job.info.table', 'SQOOP_SESSIONS_3')",
            "CREATE TABLE SQOOP_SESSIONS_3 (job_name VARCHAR(64), propname VARCHAR(128), propval VARCHAR(1024), propclass VARCHAR(32))",
            "INSERT INTO SQOOP_SESSIONS_3 VALUES ('there', 'sqoop.tool', 'import', 'schema')");
        Assert.Equal("Available jobs:\n  there\n", _sqoop.Run($"job --list --meta-connect jdbc:sqlite:{_sqoop.PathOf("m.db")}").Output);
    }
}
