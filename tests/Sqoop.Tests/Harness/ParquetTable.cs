using ParquetSharp;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>A Parquet file as the reference library reads it.</summary>
internal sealed class ParquetTable
{
    public ParquetTable(string path)
    {
        using var file = new ParquetFileReader(path);
        var schema = file.FileMetaData.Schema;
        Columns = [.. Enumerable.Range(0, schema.NumColumns).Select(schema.Column).Select(column => $"{column.Name}:{column.PhysicalType}:{column.MaxDefinitionLevel}")];
        for (var group = 0; group < file.FileMetaData.NumRowGroups; group++) Read(file.RowGroup(group));
        file.Close();
    }

    /// <summary>Each column as <c>name:physical type:greatest definition level</c>; level 1 is an optional column.</summary>
    public IReadOnlyList<string> Columns { get; }

    public HashSet<Compression> Codecs { get; } = [];

    /// <summary>Each row's values with <c>,</c> between them.</summary>
    public List<string> Rows { get; } = [];

    private void Read(RowGroupReader group)
    {
        var rowCount = (int)group.MetaData.NumRows;
        var columns = new List<IReadOnlyList<string>>();
        for (var column = 0; column < group.MetaData.NumColumns; column++)
        {
            Codecs.Add(group.MetaData.GetColumnChunkMetaData(column).Compression);
            using var reader = group.Column(column).LogicalReader();
            columns.Add(reader.Apply(new Texts(rowCount)));
        }

        for (var row = 0; row < rowCount; row++) Rows.Add(string.Join(',', columns.Select(column => column[row])));
    }

    private sealed class Texts(int rowCount) : ILogicalColumnReaderVisitor<IReadOnlyList<string>>
    {
        public IReadOnlyList<string> OnLogicalColumnReader<TValue>(LogicalColumnReader<TValue> columnReader) =>
            [.. columnReader.ReadAll(rowCount).Select(value => value is null ? "null" : FormattableString.Invariant($"{value}"))];
    }
}
