using System.Text;
using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Robustness;

/// <summary>A password is nowhere but where the user put it.</summary>
public sealed class SecrecyTests : AcceptanceCase
{
    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void A_password_is_in_no_output_however_much_is_said(Product product)
    {
        Use(product);
        var lines = new[]
        {
            "import $C --table emp --target-dir $D -m 1 --verbose --json",
            "import $C --table does_not_exist --target-dir $D2 -m 1 --verbose",
            "import $C --table emp --columns nothing --target-dir $D2 -m 1 --verbose",
            "list-tables $C --verbose",
            "eval $C --verbose -e 'SELECT nonsense FROM'",
            "export $C --table emp --export-dir nowhere --verbose",
        };
        Assert.All(lines, line => SaysNoSecret(Run(line)));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void A_password_that_is_refused_is_not_repeated(Product product)
    {
        Use(product);
        const string Wrong = "Wr0ng-s3cret";
        var url = $"{Database.Url}?password={Wrong}";
        foreach (var line in new[] { $"list-tables --connect $URL $U --password {Wrong} --verbose", $"list-tables --connect '{url}' $U --verbose" })
        {
            var run = Refuse(line);
            Assert.DoesNotContain(Wrong, run.Log + run.Output);
        }
    }

    [Fact]
    public void A_job_does_not_keep_its_password_unless_it_is_told_to()
    {
        Use(Product.MariaDb);
        Succeed("job --create j1 -- import $C --table emp --target-dir $D -m 1");
        SaysNoSecret(Print("job --show j1"));
        Assert.All(Directory.GetFiles(Home, "*", SearchOption.AllDirectories), path => Assert.False(Holds(path, Database.Password!), path));
    }

    [Fact]
    public void A_password_that_a_job_keeps_is_for_the_owner_only_and_shown_as_stars()
    {
        Use(Product.MariaDb);
        Succeed("job -Dsqoop.metastore.client.record.password=true --create j1 -- import $C --table emp --target-dir $D -m 1");
        var shown = Print("job --show j1");
        SaysNoSecret(shown);
        Assert.Contains("db.password = ********", shown.OutputLines);
        var folder = Path.Combine(Home, ".sqoop");
        Assert.Contains(Directory.GetFiles(folder), path => Holds(path, Database.Password!));
        Assert.All(Directory.GetFiles(folder), path => Assert.Equal(UnixFileMode.None, ModeOf(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void A_password_is_in_no_command_line_and_no_staged_file_while_an_import_runs(Product product)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "There is no /proc to look into.");
        UseFresh(product);
        Put("secret", Database.Password!);
        Database.Run("CREATE TABLE many (id INT NOT NULL PRIMARY KEY);"
            + $"INSERT INTO many VALUES {string.Join(',', Enumerable.Range(0, 1000).Select(i => $"({i})"))};");
        using var import = Start("import --connect $URL $U --password-file secret --table many --target-dir $D -m 4 --split-limit 50 --throttle 20 --verbose");
        Eventually.True(() => FileTree.Names(Work).Any(name => name.StartsWith(".d.")), "the import stages files");
        var own = CommandLinesOfOwnProcesses().ToList();
        Assert.NotEmpty(own);
        Assert.All(own, line => Assert.DoesNotContain(Database.Password!, line));
        SaysNoSecret(import.Kill());
        Assert.All(
            Directory.GetFiles(Work, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }),
            path => Assert.True(Path.GetFileName(path) == "secret" || !Holds(path, Database.Password!), path));
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    /// <summary>Those of the program and of all that it started: they have the home folder of this test.</summary>
    private IEnumerable<string> CommandLinesOfOwnProcesses() =>
        from folder in Directory.GetDirectories("/proc")
        where TryRead(Path.Combine(folder, "environ"))?.Contains($"HOME={Home}\0") ?? false
        let line = TryRead(Path.Combine(folder, "cmdline"))
        where line is not null
        select line.Replace('\0', ' ');

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has ended meanwhile.
            return null;
        }
    }

    private static bool Holds(string path, string secret) => File.ReadAllBytes(path).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0;

    private void SaysNoSecret(SqoopRun run)
    {
        Assert.DoesNotContain(Database.Password!, run.Log);
        Assert.DoesNotContain(Database.Password!, run.Output);
    }
}
