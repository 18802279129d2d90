using System.Text;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>A user of the program: a working folder, a home and a database; all but the database gone after the test.</summary>
/// <remarks>
/// Command lines are those of a shell. <c>$C</c> stands for the arguments that connect to the database, <c>$D</c> for a folder that does
/// not exist yet, <c>$D2</c> for another one, <c>$W</c> for the working folder.
/// </remarks>
public abstract class AcceptanceCase : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("levada-sqoop-").FullName;
    private TestDatabase? _database;

    protected AcceptanceCase()
    {
        foreach (var name in new[] { "work", "home", "tmp" }) Directory.CreateDirectory(Path.Combine(_folder, name));
        Environment = new(StringComparer.Ordinal)
        {
            ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            ["HOME"] = Path.Combine(_folder, "home"),
            ["TMPDIR"] = Path.Combine(_folder, "tmp"),
            ["TZ"] = "UTC",
        };
    }

    /// <summary>Where the program runs.</summary>
    protected string Work => Path.Combine(_folder, "work");

    protected string Home => Path.Combine(_folder, "home");

    protected string D => Path.Combine(Work, "d");

    protected string D2 => Path.Combine(Work, "d2");

    /// <summary>The whole environment of the program.</summary>
    protected Dictionary<string, string> Environment { get; }

    protected TestDatabase Database => _database ?? throw new InvalidOperationException("The test uses no database.");

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads the fixtures, which other tests read as well.</summary>
    protected void Use(Product product) => _database = TestDatabase.Shared(product);

    /// <summary>Reads and changes fixtures of its own.</summary>
    protected void UseFresh(Product product) => _database = TestDatabase.Fresh(product);

    /// <summary>Uses a database of its own with other tables.</summary>
    protected void UseNew(Product product, string sql) => _database = TestDatabase.With(product, sql);

    /// <summary>Runs the program to its end.</summary>
    protected SqoopRun Run(string line, string? input = null)
    {
        using var process = Start(line, input);
        return process.End();
    }

    protected SqoopProcess Start(string line, string? input = null) => StartBy(SqoopProcess.ProgramFile, [], line, input);

    /// <summary>Starts the program through another one, which gets leading arguments.</summary>
    protected SqoopProcess StartBy(string program, IReadOnlyList<string> leading, string line, string? input = null) =>
        SqoopProcess.Start(program, leading, Words(line), Work, Environment, input);

    /// <summary>Runs a command that succeeds and prints nothing but its log.</summary>
    protected SqoopRun Succeed(string line, string? input = null)
    {
        var run = Print(line, input);
        Assert.True(run.Output.Length == 0, $"Standard output is not empty: {run}");
        return run;
    }

    /// <summary>Runs a command that succeeds.</summary>
    protected SqoopRun Print(string line, string? input = null)
    {
        var run = Run(line, input);
        Assert.True(run.ExitCode == 0, run.ToString());
        return run;
    }

    /// <summary>Runs a command that is refused: exit code 1, a message with the given words in any case, and no file is other than before.</summary>
    protected SqoopRun Refuse(string line, params IReadOnlyList<string> words)
    {
        var before = FileTree.Render(Work);
        var run = Run(line);
        Assert.True(run.ExitCode == 1, run.ToString());
        foreach (var word in words)
            Assert.True(run.Log.Contains(word, StringComparison.OrdinalIgnoreCase), $"'{word}' is not said: {run}");
        Assert.Equal(before, FileTree.Render(Work));
        return run;
    }

    /// <summary>The words of a command line.</summary>
    protected IReadOnlyList<string> Words(string line) => ShellWords.Split(line, new Dictionary<string, IReadOnlyList<string>>
    {
        ["C"] = _database is null ? [] : ConnectArguments(_database.Url),
        ["U"] = _database?.UserName is { } user ? ["--username", user] : [],
        ["URL"] = [_database?.Url ?? ""],
        ["D"] = [D],
        ["D2"] = [D2],
        ["W"] = [Work],
    });

    private IReadOnlyList<string> ConnectArguments(string url) =>
        Database.UserName is { } user ? ["--connect", url, "--username", user, "--password", Database.Password!] : ["--connect", url];

    /// <summary>Says that a folder holds exactly these files and an empty <c>_SUCCESS</c>, and nothing unfinished lies beside it.</summary>
    protected static void Holds(string folder, params IReadOnlyList<(string Name, string Text)> files) =>
        HoldsUnmarked(folder, [.. files, ("_SUCCESS", "")]);

    /// <summary>Says that a folder holds exactly these files, and nothing unfinished lies beside it.</summary>
    protected static void HoldsUnmarked(string folder, params IReadOnlyList<(string Name, string Text)> files)
    {
        Assert.Equal(FileTree.Render(files), FileTree.Render(folder));
        Assert.DoesNotContain(FileTree.Names(Path.GetDirectoryName(folder)!), name => name.StartsWith('.') || name.StartsWith("_sqoop"));
    }

    /// <summary>Lines of a file, each with its end.</summary>
    protected static string Lines(params IReadOnlyList<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    /// <summary>Lines with a number for <c>#</c>, from one number to another.</summary>
    protected static string Numbered(string line, int first, int last) =>
        Lines([.. Enumerable.Range(first, last - first + 1).Select(i => line.Replace("#", $"{i}"))]);

    /// <summary>A file's lines, in an order of their own.</summary>
    protected static IReadOnlyList<string> SortedLines(string path) =>
        [.. File.ReadAllLines(path).Order(StringComparer.Ordinal)];

    /// <summary>Puts a file into the working folder.</summary>
    protected string Put(string name, string text)
    {
        var path = Path.Combine(Work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }
}
