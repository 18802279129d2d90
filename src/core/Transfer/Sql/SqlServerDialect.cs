using System.Collections.Immutable;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Sql;

/// <summary>The SQL of Microsoft SQL Server, 2012 and later.</summary>
/// <param name="tableHints"><c>-- --table-hints H</c>: hints for the table of an import or export, such as <c>NOLOCK</c>; null: none.</param>
/// <param name="schema">Where tables are that name no schema; null: the account's own.</param>
public sealed class SqlServerDialect(string? tableHints = null, string? schema = null) : Dialect
{
    /// <summary>Rows that a VALUES list may have.</summary>
    public const int RowsPerStatementMax = 1000;

    private const string WhileLocked = "WITH (UPDLOCK, HOLDLOCK)";

    public override string Product => "SQL Server";

    public override bool CanUpsert => true;

    // The server takes 2,100; the call that carries the statement needs two of them itself.
    public override int ParameterCountMax => 2098;

    // There is no least bit.
    public override string Bounds(string column, ColumnKind? kind) =>
        base.Bounds(kind == ColumnKind.Boolean ? $"CAST({column} AS tinyint)" : column, kind);

    // The column makes the server draw for each row instead of once.
    public override string IsSampled(string column) => $"(CHECKSUM(NEWID(), {column}) & {RowsPerSampledValue - 1}) = 0";

    private string Hints => string.IsNullOrWhiteSpace(tableHints) ? "" : $" WITH ({tableHints})";

    public override string Quote(string identifier) => $"[{identifier.Replace("]", "]]", StringComparison.Ordinal)}]";

    public override string Table(TableName table) => base.Table(table with { Schema = table.Schema ?? schema });

    public override string From(TableName table) => $"{Table(table)}{Hints}";

    public override string? Limit(string orderedQuery, int rowCountMax) => $"{orderedQuery} OFFSET 0 ROWS FETCH NEXT {rowCountMax} ROWS ONLY";

    public override string TextLiteral(string value, SqlType type) =>
        type is SqlType.NChar or SqlType.NVarChar or SqlType.LongNVarChar or SqlType.NClob ? $"N{base.TextLiteral(value, type)}" : base.TextLiteral(value, type);

    /// <remarks>
    /// Written so that it means the same for every language of the session and takes the type of the column beside it, with that
    /// type's own rounding: a literal of a fixed type would make the server convert the column, and miss the last row of a DATETIME.
    /// </remarks>
    public override string TemporalLiteral(string value, SqlType type)
    {
        var isDate = value.Length >= 10 && value[4] == '-' && value[7] == '-';
        if (!isDate)
            return $"'{value}'";
        if (value.Length == 10)
            return $"'{value.Replace("-", "", StringComparison.Ordinal)}'";
        var text = value[10] == ' ' ? $"{value[..10]}T{value[11..]}" : value;
        return $"'{text}'";
    }

    public override string BooleanLiteral(bool value) => value ? "1" : "0";

    public override string Insert(
        TableName table, ImmutableArray<string> columns, int columnCount, int rowCount, Func<int, string> parameter)
    {
        var names = columns.IsEmpty ? "" : $" ({string.Join(", ", columns.Select(Quote))})";
        var rows = Enumerable.Range(0, rowCount).Select(row => $"({Parameters(row * columnCount, columnCount, parameter)})");
        return $"INSERT INTO {Table(table)}{Hints}{names} VALUES {string.Join(", ", rows)}";
    }

    /// <summary>For each row an UPDATE, and an INSERT when it found nothing. The locks keep others from inserting the key between the two.</summary>
    /// <remarks>MERGE would be one statement, but raises duplicate keys under concurrency and fires triggers of all actions.</remarks>
    public override string Upsert(
        TableName table, ImmutableArray<string> columns, ImmutableArray<string> keyColumns, int rowCount, Func<int, string> parameter) =>
        string.Join(" ", Enumerable.Range(0, rowCount).Select(row => UpsertRow(table, columns, keyColumns, row * columns.Length, parameter)));

    public override string Call(string procedure, int parameterCount, Func<int, string> parameter) =>
        parameterCount == 0 ? $"EXEC {procedure}" : $"EXEC {procedure} {Parameters(0, parameterCount, parameter)}";

    public override string InsertAll(TableName table, TableName staging) => $"INSERT INTO {Table(table)} SELECT * FROM {Table(staging)}";

    public override string Count(TableName table) => $"SELECT COUNT_BIG(*) FROM {Table(table)}";

    private static string Parameters(int first, int count, Func<int, string> parameter) =>
        string.Join(", ", Enumerable.Range(first, count).Select(parameter));

    private string UpsertRow(TableName table, ImmutableArray<string> columns, ImmutableArray<string> keys, int first, Func<int, string> parameter)
    {
        var values = columns.Select((column, index) => (Column: column, Text: $"{Quote(column)}={parameter(first + index)}")).ToList();
        var isKey = values.ToLookup(value => keys.Contains(value.Column, StringComparer.OrdinalIgnoreCase), value => value.Text);
        var where = $"WHERE {string.Join(" AND ", isKey[true])}";
        var insert = $"INSERT INTO {Table(table)} ({string.Join(", ", columns.Select(Quote))}) VALUES ({Parameters(first, columns.Length, parameter)});";
        return isKey[false].Any()
            ? $"UPDATE {Table(table)} {WhileLocked} SET {string.Join(", ", isKey[false])} {where}; IF @@ROWCOUNT = 0 {insert}"
            : $"IF NOT EXISTS (SELECT 1 FROM {Table(table)} {WhileLocked} {where}) {insert}";
    }
}
