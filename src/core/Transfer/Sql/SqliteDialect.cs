using System.Collections.Immutable;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Sql;

/// <summary>The SQL of SQLite 3.24 and later.</summary>
public sealed class SqliteDialect : Dialect
{
    public override string Product => "SQLite";

    public override bool CanUpsert => true;

    public override int ParameterCountMax => 32_766;

    public override string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <remarks>
    /// SQLite compares times as the texts they are, and its own functions write none of a second's parts when there are none.
    /// </remarks>
    public override string TemporalLiteral(string value, SqlType type) =>
        $"'{(value.EndsWith(".0", StringComparison.Ordinal) ? value[..^2] : value)}'";

    public override string Upsert(
        TableName table, ImmutableArray<string> columns, ImmutableArray<string> keyColumns, int rowCount, Func<int, string> parameter)
    {
        var keys = string.Join(", ", keyColumns.Select(Quote));
        var changes = columns
            .Where(column => !keyColumns.Contains(column, StringComparer.OrdinalIgnoreCase))
            .Select(column => $"{Quote(column)}=excluded.{Quote(column)}")
            .ToList();
        var action = changes.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", changes)}";
        return $"{Insert(table, columns, columns.Length, rowCount, parameter)} ON CONFLICT ({keys}) DO {action}";
    }

    public override string Call(string procedure, int parameterCount, Func<int, string> parameter) =>
        throw new TransferException($"SQLite has no stored procedures: {procedure} cannot be called.");

    // SQLite takes a parenthesis here for a list of columns.
    public override string InsertAll(TableName table, TableName staging) => $"INSERT INTO {Table(table)} SELECT * FROM {Table(staging)}";

    public override string IsSampled(string column) => $"(random() & {RowsPerSampledValue - 1}) = 0";

    public override string? Limit(string orderedQuery, int rowCountMax) => $"{orderedQuery} LIMIT {rowCountMax}";
}
