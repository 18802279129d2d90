using DuckDB.NET.Data;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>A Parquet file as DuckDB reads it.</summary>
internal sealed class ParquetTable
{
    public ParquetTable(string path)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        Columns = Read(connection, $"SELECT name || ':' || type || ':' || repetition_type FROM parquet_schema('{path}') WHERE type IS NOT NULL");
        Codecs = Read(connection, $"SELECT DISTINCT compression FROM parquet_metadata('{path}')");
        Rows = Read(connection, $"SELECT * FROM read_parquet('{path}')");
    }

    /// <summary>Each column as <c>name:type:repetition</c>, in the words of the format's specification.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The codecs of the column chunks.</summary>
    public IReadOnlyList<string> Codecs { get; }

    /// <summary>Each row's values with <c>,</c> between them.</summary>
    public IReadOnlyList<string> Rows { get; }

    private static List<string> Read(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join(',', Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : FormattableString.Invariant($"{reader.GetValue(i)}"))));
        return rows;
    }
}
