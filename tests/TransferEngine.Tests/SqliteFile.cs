using Levada.Databases;

namespace Levada.TransferEngine.Tests;

/// <summary>A database in a file of its own, made by a script.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("levada-engine-").FullName;

    public SqliteFile(params string[] statements)
    {
        File.WriteAllBytes(Path.Join(_folder, "test.db"), []);
        Database = DatabaseFactory.Open(new DatabaseRequest($"jdbc:sqlite:{Path.Join(_folder, "test.db")}", null, null));
        using var session = Database.OpenSession(TestContext.Current.CancellationToken);
        foreach (var statement in statements)
            session.Execute(statement, TestContext.Current.CancellationToken);
    }

    public IDatabase Database { get; }

    public void Dispose()
    {
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
