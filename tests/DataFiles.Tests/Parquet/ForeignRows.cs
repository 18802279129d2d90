using System.Globalization;
using DuckDB.NET.Data;
using ParquetSharp;
using Encoding = System.Text.Encoding;

namespace Levada.DataFiles.Tests.Parquet;

/// <summary>Rows as other libraries read them from our files, and as they should come out there, each cell as one text.</summary>
internal static class ForeignRows
{
    private static readonly DateTime Epoch = DateTime.UnixEpoch;

    /// <summary>What a row of the sample schema is in a file with logical types.</summary>
    public static string Logical(object?[] row) => Join(row.Select(static (cell, ordinal) => (ordinal, cell) switch
    {
        (_, null) => (object?)null,
        (5, long unscaled) => unscaled / 1000m,
        (6, int days) => Epoch.AddDays(days),
        (7, int seconds) => TimeSpan.FromSeconds(seconds),
        (8, long seconds) => Epoch.AddSeconds(seconds),
        (9, string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)),
        _ => cell,
    }));

    /// <summary>What it is in a file with Sqoop's own types: decimals as text, dates and times as milliseconds.</summary>
    public static string Plain(object?[] row) => Join(row.Select(static (cell, ordinal) => (ordinal, cell) switch
    {
        (_, null) => (object?)null,
        (5, long unscaled) => (unscaled / 1000m).ToString("0.000", CultureInfo.InvariantCulture),
        (6, int days) => days * 86_400_000L,
        (7, int seconds) => seconds * 1000L,
        (8, long seconds) => seconds * 1000L,
        (9, string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)),
        _ => cell,
    }));

    public static List<string> ByParquetSharp(byte[] file)
    {
        using var reader = new ParquetFileReader(new MemoryStream(file));
        var rows = new List<string>();
        for (var group = 0; group < reader.FileMetaData.NumRowGroups; group++)
        {
            using var groupReader = reader.RowGroup(group);
            var count = (int)groupReader.MetaData.NumRows;
            var columns = new List<Array>();
            for (var ordinal = 0; ordinal < reader.FileMetaData.NumColumns; ordinal++)
            {
                using var column = groupReader.Column(ordinal);
                using var logical = column.LogicalReader();
                columns.Add((Array)((dynamic)logical).ReadAll(count));
            }
            for (var row = 0; row < count; row++)
                rows.Add(Join(columns.Select(column => column.GetValue(row))));
        }
        return rows;
    }

    public static List<string> ByDuckDb(byte[] file, string condition = "true")
    {
        var path = Path.Join(Path.GetTempPath(), $"levada-{Guid.NewGuid():N}.parquet");
        File.WriteAllBytes(path, file);
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM read_parquet('{path}') WHERE {condition}";
            using var reader = command.ExecuteReader();
            var rows = new List<string>();
            while (reader.Read())
                rows.Add(Join(Enumerable.Range(0, reader.FieldCount).Select(ordinal => reader.IsDBNull(ordinal) ? null : reader.GetValue(ordinal))));
            return rows;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string Join(IEnumerable<object?> cells) => string.Join(" | ", cells.Select(Text));

    private static string Text(object? cell) => cell switch
    {
        null => "NULL",
        byte[] bytes => Convert.ToHexString(bytes),
        UnmanagedMemoryStream stream => Convert.ToHexString(ReadAll(stream)),
        decimal number => number.ToString("0.000", CultureInfo.InvariantCulture),
        Date date => Text(date.DateTime),
        DateOnly date => Text(date.ToDateTime(TimeOnly.MinValue)),
        TimeOnly time => Text(time.ToTimeSpan()),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString()!,
    };

    private static byte[] ReadAll(Stream stream)
    {
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
