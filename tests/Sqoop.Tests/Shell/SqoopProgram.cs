using Levada.Sqoop.Output;

namespace Levada.Sqoop.Tests.Shell;

/// <summary>The program within the test's process: folders, variables and answers of its own.</summary>
internal sealed class SqoopProgram : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("sqoop-test-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What the person at the keyboard types, in order.</summary>
    public Queue<string> Answers { get; } = [];

    public TimeProvider Time { get; init; } = new FixedTime();

    public string PathOf(string name) => Path.Combine(Folder, name);

    public ProgramResult Run(string line) => Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public ProgramResult Run(params string[] arguments)
    {
        using var interruption = new Interruption();
        return Run(interruption, arguments);
    }

    public ProgramResult Run(Interruption interruption, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        error.NewLine = "\n";
        using var log = new LogWriter(error, Time, isTerminal: false);
        var surroundings = new Surroundings(output, log)
        {
            Variable = name => Variables.GetValueOrDefault(name),
            AskSecret = _ => Answers.TryDequeue(out var answer) ? answer : null,
            HomeFolder = Folder,
            WorkingFolder = Folder,
            Time = Time,
            SystemTimeZone = () => "UTC",
        };
        var exitCode = new Application(surroundings).Run(arguments, interruption);
        return new ProgramResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A SQLite file with the result of some statements.</summary>
    /// <returns>Its <c>--connect</c> URL.</returns>
    public string NewDatabase(string name, params string[] statements)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path, []);
        using var database = Databases.DatabaseFactory.Open(new Databases.DatabaseRequest($"jdbc:sqlite:{path}", null, null));
        using var session = database.OpenSession(CancellationToken.None);
        foreach (var statement in statements) session.Execute(statement, CancellationToken.None);
        return $"jdbc:sqlite:{path}";
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
