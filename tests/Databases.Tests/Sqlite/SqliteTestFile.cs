using Microsoft.Data.Sqlite;

namespace Levada.Databases.Tests.Sqlite;

/// <summary>A SQLite file of its own for one test, made by another library than the one under test.</summary>
internal sealed class SqliteTestFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("levada-sqlite-");

    public SqliteTestFile(string script, string journalMode = "delete")
    {
        Path = System.IO.Path.Combine(_folder.FullName, "t.db");
        Run($"PRAGMA journal_mode = {journalMode}; {script}");
    }

    public string Path { get; }

    public List<string> Warnings { get; } = [];

    public IDatabase Open(string properties = "") =>
        DatabaseFactory.Open(new DatabaseRequest($"jdbc:sqlite:{Path}{properties}", null, null) { Warn = Warnings.Add });

    public void Run(string script)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = script;
        command.ExecuteNonQuery();
    }

    /// <summary>The rows of a query, fields joined by a bar.</summary>
    public List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(field => reader.IsDBNull(field) ? "NULL" : reader.GetString(field))));
        return rows;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
