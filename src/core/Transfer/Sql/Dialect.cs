using System.Collections.Immutable;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Sql;

/// <summary>The SQL of one kind of database, as text: nothing is executed here.</summary>
/// <remarks>Defaults are those of a database that is known by nothing but its ADO.NET provider.</remarks>
public abstract class Dialect
{
    /// <summary>How many rows one value of a sample stands for. A power of two, whose share of one is a short decimal.</summary>
    public const int RowsPerSampledValue = 128;

    /// <summary>The product, for messages: <c>MySQL</c>, <c>PostgreSQL</c>.</summary>
    public abstract string Product { get; }

    public virtual bool CanUpsert => false;

    public virtual bool CanStage => true;

    /// <summary>Whether <c>--direct</c> means something for this database.</summary>
    public virtual bool HasDirectMode => false;

    /// <summary>Whether a direct import takes the database's own text, which differs from ours.</summary>
    public virtual bool WritesTextItself(TransferOptions options) => false;

    /// <summary>Whether such an import is divided among tasks.</summary>
    public virtual bool SplitsDirectImports => false;

    /// <summary>The statement that gives the database's time, asked before a lastmodified import.</summary>
    public virtual string CurrentTimestamp => "SELECT CURRENT_TIMESTAMP";

    /// <summary>How many values one statement may carry.</summary>
    public virtual int ParameterCountMax => 1000;

    /// <summary>A name of a column or table so that it means itself.</summary>
    public virtual string Quote(string identifier) => identifier;

    public virtual string Table(TableName table) =>
        table.Schema is null ? Quote(table.Name) : $"{Quote(table.Schema)}.{Quote(table.Name)}";

    /// <summary>A query that yields the table's columns and no row.</summary>
    public virtual string Probe(TableName table) => $"SELECT t.* FROM {Table(table)} t WHERE 1 = 0";

    /// <summary>The FROM clause of an import of a table; some databases want an alias.</summary>
    public virtual string From(TableName table) => Table(table);

    /// <summary>The parenthesis of a query used as a table.</summary>
    public virtual string Derived(string query, string alias) => $"({query}) AS {alias}";

    /// <summary>An ordered query cut to its first rows; null where the database has no such form.</summary>
    public virtual string? Limit(string orderedQuery, int rowCountMax) => null;

    public virtual string BeginTransaction => "BEGIN";

    /// <summary>The least and the greatest value of a column, as a select list.</summary>
    /// <param name="column">As it stands in the query.</param>
    /// <param name="kind">How its values are held; null: nobody knows.</param>
    public virtual string Bounds(string column, ColumnKind? kind) => $"MIN({column}), MAX({column})";

    /// <summary>A condition that about one row of <see cref="RowsPerSampledValue"/> fulfils, whatever is in it; null where the database has no such thing.</summary>
    /// <param name="column">A column as it stands in the query.</param>
    public virtual string? IsSampled(string column) => null;

    public virtual string TextLiteral(string value, SqlType type) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A date, time or timestamp already written as <c>yyyy-MM-dd</c>, <c>HH:mm:ss</c> or with a fraction.</summary>
    public virtual string TemporalLiteral(string value, SqlType type) => $"'{value}'";

    public virtual string BooleanLiteral(bool value) => value ? "TRUE" : "FALSE";

    /// <summary>An INSERT of several rows.</summary>
    /// <param name="columns">Empty: all of the table, in its order; <paramref name="columnCount"/> tells how many.</param>
    /// <param name="parameter">The text of the parameter at an index over the whole statement.</param>
    public virtual string Insert(
        TableName table, ImmutableArray<string> columns, int columnCount, int rowCount, Func<int, string> parameter)
    {
        var names = columns.IsEmpty ? "" : $" ({string.Join(", ", columns.Select(Quote))})";
        var rows = Enumerable.Range(0, rowCount)
            .Select(row => $"({string.Join(", ", Enumerable.Range(row * columnCount, columnCount).Select(parameter))})");
        return $"INSERT INTO {Table(table)}{names} VALUES {string.Join(", ", rows)}";
    }

    /// <summary>An UPDATE of the rows with the given keys: the parameters are the set columns first, then the keys.</summary>
    public virtual string Update(
        TableName table, ImmutableArray<string> setColumns, ImmutableArray<string> keyColumns, Func<int, string> parameter)
    {
        var sets = setColumns.Select((column, index) => $"{Quote(column)}={parameter(index)}");
        var keys = keyColumns.Select((column, index) => $"{Quote(column)}={parameter(setColumns.Length + index)}");
        return $"UPDATE {Table(table)} SET {string.Join(", ", sets)} WHERE {string.Join(" AND ", keys)}";
    }

    /// <summary>An insert that becomes an update where the keys exist: parameters in the order of the columns, row after row.</summary>
    public virtual string Upsert(
        TableName table, ImmutableArray<string> columns, ImmutableArray<string> keyColumns, int rowCount, Func<int, string> parameter) =>
        throw new TransferException($"Mixed update/insert is not supported against the target database yet ({Product}).");

    public virtual string Call(string procedure, int parameterCount, Func<int, string> parameter) =>
        $"CALL {procedure}({string.Join(", ", Enumerable.Range(0, parameterCount).Select(parameter))})";

    /// <summary>Moves the staged rows: run in one transaction with <see cref="DeleteAll"/> of the staging table.</summary>
    public virtual string InsertAll(TableName table, TableName staging) => $"INSERT INTO {Table(table)} ( SELECT * FROM {Table(staging)} )";

    public virtual string DeleteAll(TableName table) => $"DELETE FROM {Table(table)}";

    public virtual string Count(TableName table) => $"SELECT COUNT(*) FROM {Table(table)}";
}
