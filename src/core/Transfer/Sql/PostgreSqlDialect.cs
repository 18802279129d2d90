using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Sql;

/// <summary>The SQL of PostgreSQL 9.6 and later.</summary>
/// <remarks>Texts suppose <c>standard_conforming_strings</c>, which the sessions set.</remarks>
public sealed class PostgreSqlDialect : Dialect
{
    public override string Product => "PostgreSQL";

    public override bool CanUpsert => true;

    public override bool HasDirectMode => true;

    public override bool WritesTextItself(TransferOptions options) => true;

    public override string? Limit(string orderedQuery, int rowCountMax) => $"{orderedQuery} LIMIT {rowCountMax}";

    public override int ParameterCountMax => 65_535;

    // There is no least boolean, but whether all are true, and whether any is.
    public override string Bounds(string column, ColumnKind? kind) =>
        kind == ColumnKind.Boolean ? $"bool_and({column}), bool_or({column})" : base.Bounds(column, kind);

    public override string IsSampled(string column) => "random() < 0.0078125";

    public override string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public override string Probe(TableName table) => $"SELECT * FROM {Table(table)} WHERE 1 = 0";

    /// <summary>A text that means itself even where backslashes stand in it.</summary>
    public static string EscapedLiteral(string value) =>
        $"E'{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>An INSERT … ON CONFLICT over the keys, which need a unique index; nothing is changed when all columns are keys.</summary>
    public override string Upsert(
        TableName table, ImmutableArray<string> columns, ImmutableArray<string> keyColumns, int rowCount, Func<int, string> parameter) =>
        $"{Insert(table, columns, columns.Length, rowCount, parameter)} {OnConflict(columns, keyColumns)}";

    /// <summary>An empty temporary table with some of a table's columns, which rows of an update or upsert are copied into first.</summary>
    /// <param name="temporary">Its name.</param>
    public string CreateTemporary(string temporary, TableName table, ImmutableArray<string> columns) =>
        $"DROP TABLE IF EXISTS pg_temp.{Quote(temporary)}; "
        + $"CREATE TEMP TABLE {Quote(temporary)} AS SELECT {Names(columns)} FROM {Table(table)} WITH NO DATA";

    /// <summary>An upsert of all rows of a temporary table; of several with one key the last counts.</summary>
    public string UpsertFrom(string temporary, TableName table, ImmutableArray<string> columns, ImmutableArray<string> keyColumns) =>
        $"INSERT INTO {Table(table)} ({Names(columns)}) SELECT {Names(columns)} FROM {LastOfEachKey(temporary, keyColumns)} "
        + OnConflict(columns, keyColumns);

    /// <summary>An update by all rows of a temporary table; of several with one key the last counts.</summary>
    public string UpdateFrom(string temporary, TableName table, ImmutableArray<string> setColumns, ImmutableArray<string> keyColumns)
    {
        var sets = setColumns.Select(column => $"{Quote(column)}=s.{Quote(column)}");
        var keys = keyColumns.Select(column => $"u.{Quote(column)}=s.{Quote(column)}");
        return $"UPDATE {Table(table)} AS u SET {string.Join(", ", sets)} FROM {LastOfEachKey(temporary, keyColumns)} WHERE {string.Join(" AND ", keys)}";
    }

    /// <summary>The call of a function, which CALL refuses; its result is dropped.</summary>
    public static string CallFunction(string function, int parameterCount, Func<int, string> parameter) =>
        $"SELECT {function}({string.Join(", ", Enumerable.Range(0, parameterCount).Select(parameter))})";

    /// <summary>A COPY that takes rows from the client.</summary>
    /// <param name="columns">The columns that each row brings.</param>
    /// <param name="isBinary">In PostgreSQL's binary form, else in its text form.</param>
    public string CopyFrom(TableName table, ImmutableArray<string> columns, bool isBinary) =>
        $"COPY {Table(table)} ({Names(columns)}) FROM STDIN (FORMAT {(isBinary ? "BINARY" : "TEXT")})";

    /// <summary>A COPY that sends the rows of a query in PostgreSQL's binary form.</summary>
    /// <param name="query">The query; a comment at its end does no harm.</param>
    public static string CopyTo(string query) => $"COPY ({query}\n) TO STDOUT (FORMAT BINARY)";

    /// <summary>A query around another one that changes the type of some columns, by position, whatever their names.</summary>
    /// <param name="query">The inner query.</param>
    /// <param name="conversions">For each column an expression over <c>{0}</c>, the column; null: as it comes.</param>
    public static string Convert(string query, ImmutableArray<string?> conversions)
    {
        if (conversions.All(conversion => conversion is null))
            return query;
        var names = Enumerable.Range(0, conversions.Length).Select(ordinal => $"c{ordinal}").ToList();
        var list = conversions.Select(
            (conversion, ordinal) => (conversion ?? "{0}").Replace("{0}", $"q.{names[ordinal]}", StringComparison.Ordinal));
        return $"SELECT {string.Join(", ", list)} FROM ({query}\n) AS q({string.Join(", ", names)})";
    }

    /// <summary>The COPY of a direct import: CSV as Sqoop asks psql for it.</summary>
    /// <remarks>Source: DirectPostgresqlManager. The record delimiter is always a line feed.</remarks>
    /// <param name="columns">The columns with their types; those of type boolean are written by the two texts.</param>
    public string DirectCopy(TableName table, ImmutableArray<Column> columns, string? where, DirectCopyForm form)
    {
        var list = columns.Select(column => column.DatabaseType == "boolean" ? BooleanText(column, form) : Quote(column.Name));
        var select = $"SELECT {string.Join(", ", list)} FROM {Table(table)}";
        if (!string.IsNullOrEmpty(where))
            select += $" WHERE {where}";
        var options = $"FORMAT CSV, DELIMITER {CharacterLiteral(form.Delimiters.Field)}";
        if (form.NullText is { } nullText)
            options += $", NULL {EscapedLiteral(nullText)}";
        if (form.Delimiters.HasEnclose)
            options += $", QUOTE {CharacterLiteral(form.Delimiters.Enclose)}";
        if (form.Delimiters.HasEscape)
            options += $", ESCAPE {CharacterLiteral(form.Delimiters.Escape)}";
        if (form.Delimiters is { HasEnclose: true, IsEncloseRequired: true })
            options += ", FORCE_QUOTE *";
        return $"COPY ({select}\n) TO STDOUT ({options})";
    }

    private string Names(ImmutableArray<string> columns) => string.Join(", ", columns.Select(Quote));

    private string OnConflict(ImmutableArray<string> columns, ImmutableArray<string> keyColumns)
    {
        var sets = columns
            .Where(column => !keyColumns.Contains(column, StringComparer.Ordinal))
            .Select(column => $"{Quote(column)}=EXCLUDED.{Quote(column)}")
            .ToList();
        return $"ON CONFLICT ({Names(keyColumns)}) DO {(sets.Count == 0 ? "NOTHING" : $"UPDATE SET {string.Join(", ", sets)}")}";
    }

    // Rows lie in the order in which they came. Keys with a NULL equal no other, so that none of them may fall away.
    private string LastOfEachKey(string temporary, ImmutableArray<string> keyColumns)
    {
        var isNull = string.Join(" OR ", keyColumns.Select(column => $"{Quote(column)} IS NULL"));
        var key = $"{Names(keyColumns)}, CASE WHEN {isNull} THEN ctid END";
        return $"(SELECT DISTINCT ON ({key}) * FROM pg_temp.{Quote(temporary)} ORDER BY {key}, ctid DESC) AS s";
    }

    private string BooleanText(Column column, DirectCopyForm form)
    {
        var name = Quote(column.Name);
        return $"CASE WHEN {name} THEN {EscapedLiteral(form.BooleanTrue)} WHEN NOT {name} THEN {EscapedLiteral(form.BooleanFalse)} END AS {name}";
    }

    private static string CharacterLiteral(char character) => EscapedLiteral(character.ToString());
}
