using System.Collections.Immutable;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;

namespace Levada.Transfer.Sql;

/// <summary>The queries of one import, of a table or of a free query, as text.</summary>
public sealed class ImportQueries
{
    /// <summary>The word in a free query that every task's condition replaces, wherever it stands.</summary>
    public const string Placeholder = "$CONDITIONS";

    private const string DerivedAlias = "t1";

    private readonly Dialect _dialect;
    private readonly RowSchema _schema;
    private readonly TableName? _table;
    private readonly ImmutableArray<string> _columns = [];
    private readonly string? _where;
    private readonly string _query = "";

    private ImportQueries(Dialect dialect, TableName table, RowSchema schema, ImmutableArray<string> columns, string? where) =>
        (_dialect, _table, _schema, _columns, _where) = (dialect, table, schema, columns, string.IsNullOrWhiteSpace(where) ? null : where);

    private ImportQueries(Dialect dialect, string query, RowSchema schema) => (_dialect, _query, _schema) = (dialect, query, schema);

    /// <summary>Queries over a table.</summary>
    /// <param name="schema">All columns of the table.</param>
    /// <param name="columns">The columns to be read, by their exact names, in the wanted order.</param>
    /// <param name="where"><c>--where</c>.</param>
    public static ImportQueries OfTable(Dialect dialect, TableName table, RowSchema schema, ImmutableArray<string> columns, string? where) =>
        new(dialect, table, schema, columns, where);

    /// <summary>Queries made of a free query.</summary>
    /// <param name="schema">The columns that <see cref="Probe"/> showed.</param>
    /// <exception cref="TransferException">The query lacks <see cref="Placeholder"/>.</exception>
    public static ImportQueries OfQuery(Dialect dialect, string query, RowSchema schema)
    {
        RequirePlaceholder(query);
        return new ImportQueries(dialect, WithoutEnd(query), schema);
    }

    /// <summary>The free query so that it yields its columns and no row.</summary>
    /// <exception cref="TransferException">The query lacks <see cref="Placeholder"/>.</exception>
    public static string Probe(string query)
    {
        RequirePlaceholder(query);
        return Fill(WithoutEnd(query), "(1 = 0)");
    }

    /// <summary>The user's condition and the range's, as they follow WHERE; null when they let every row through.</summary>
    public string? WhereOf(SplitRange range) => WhereOf(range == SplitRange.Whole ? null : range.Condition);

    /// <summary>The query of one part.</summary>
    public string Rows(SplitRange range) => Rows(range.Condition, range == SplitRange.Whole);

    /// <summary>The query of the rows that a condition lets through.</summary>
    public string Rows(string condition) => Rows(condition, isWhole: false);

    /// <summary>The query of the least and the greatest value of the split column.</summary>
    public string Bounds(string splitColumn) => Aggregate(column => _dialect.Bounds(column, Find(splitColumn)?.Kind), splitColumn);

    /// <summary>The query of the greatest value of the check column.</summary>
    public string Greatest(string checkColumn) => Aggregate(column => $"MAX({column})", checkColumn);

    /// <summary>
    /// The query of values of the split column in the database's own order, each with the number of the range that holds it. They are some
    /// of the values where the dialect can sample, else all.
    /// </summary>
    /// <param name="ranges">The ranges in terms of <see cref="OutsideText"/>.</param>
    public string Sample(string splitColumn, ImmutableArray<SplitRange> ranges)
    {
        var column = OutsideText(splitColumn);
        var cases = string.Concat(ranges.Select((range, number) => $" WHEN {range.Condition} THEN {number}"));
        var isSampled = _dialect.IsSampled(column);
        var conditions = string.Join(" AND ", new[] { _where is null ? null : $"( {_where} )", isSampled }.OfType<string>());
        var where = conditions.Length == 0 ? "" : $" WHERE {conditions}";
        return $"SELECT {column} AS split_value, CASE{cases} END AS split_range FROM {AllRows}{where} ORDER BY 1";
    }

    /// <summary>How the split column stands in a query around these rows, as the one for its bounds.</summary>
    public string OutsideText(string splitColumn) => _table is null ? DerivedText(splitColumn) : ColumnText(splitColumn);

    /// <summary>The number of rows that an import reads.</summary>
    public string Count => Aggregate(_ => "COUNT(*)", "");

    /// <summary>The same import of those rows only that fulfil one more condition.</summary>
    public ImportQueries Narrowed(string condition) => _table is not null
        ? new ImportQueries(_dialect, _table, _schema, _columns, _where is null ? condition : $"( {_where} ) AND ( {condition} )")
        : new ImportQueries(_dialect, Fill(_query, $"({condition}) AND {Placeholder}"), _schema);

    /// <summary>The column that an option names: as given, else without regard to case; in a free query its qualifier does not count.</summary>
    /// <exception cref="TransferException">There is none.</exception>
    public Column FindColumn(string name) =>
        Find(name) ?? throw new TransferException(
            $"Column name '{name}' not in {(_table is null ? "query" : "table")}; expecting one of [{string.Join(", ", _schema.Columns.Select(column => column.Name))}].");

    /// <summary>The column that splits the import. A free query may be split by a column that it does not show; then the type of its bounds counts.</summary>
    /// <param name="bound">The column of the lower bounds.</param>
    /// <exception cref="TransferException">The table has no such column.</exception>
    public Column SplitColumn(string name, Column bound) => _table is null ? Find(name) ?? bound : FindColumn(name);

    /// <summary>How a column that an option names stands in a condition of these queries.</summary>
    /// <remarks>In a free query a qualified name or an expression stays as it was given: only the query knows what it means.</remarks>
    /// <exception cref="TransferException">The table has no such column.</exception>
    public string ColumnText(string name) =>
        _table is null && _schema.IndexOf(name) < 0 ? name : _dialect.Quote(FindColumn(name).Name);

    private static void RequirePlaceholder(string query)
    {
        if (!query.Contains(Placeholder, StringComparison.Ordinal))
            throw new TransferException($"Query [{query}] must contain '{Placeholder}' in WHERE clause.");
    }

    // A query that ends like a statement would end inside of a parenthesis.
    private static string WithoutEnd(string query) => query.TrimEnd([' ', '\t', '\r', '\n', ';']);

    private static string Fill(string query, string condition) => query.Replace(Placeholder, condition, StringComparison.Ordinal);

    private string Rows(string condition, bool isWhole)
    {
        if (_table is null)
            return Fill(_query, condition);
        var where = WhereOf(isWhole ? null : condition);
        return $"SELECT {string.Join(", ", _columns.Select(_dialect.Quote))} FROM {_dialect.From(_table)}{(where is null ? "" : $" WHERE {where}")}";
    }

    private string? WhereOf(string? condition) =>
        _where is null ? condition : condition is null ? $"( {_where} )" : $"( {_where} ) AND {condition}";

    private string AllRows =>
        _table is null ? _dialect.Derived(Fill(_query, "(1 = 1)"), DerivedAlias) : _dialect.Table(_table);

    private string Aggregate(Func<string, string> list, string column)
    {
        var text = column.Length == 0 ? "" : OutsideText(column);
        return $"SELECT {list(text)} FROM {AllRows}{(_where is null ? "" : $" WHERE ( {_where} )")}";
    }

    // Outside of the query its tables' names mean nothing: its columns are the derived table's.
    private string DerivedText(string name)
    {
        if (_schema.IndexOf(name) is var ordinal && ordinal >= 0)
            return _dialect.Quote(_schema[ordinal].Name);
        var parts = NamePath.Parse(name);
        if (parts.Length < 2)
            return name;
        return $"{DerivedAlias}.{_dialect.Quote(Find(name)?.Name ?? parts[^1])}";
    }

    private Column? Find(string name)
    {
        var ordinal = _schema.IndexOf(name);
        if (ordinal < 0 && NamePath.Parse(name) is { IsEmpty: false } parts && (_table is null || parts.Length == 1 || IsTable(parts[^2])))
            ordinal = _schema.IndexOf(parts[^1]);
        return ordinal < 0 ? null : _schema[ordinal];
    }

    private bool IsTable(string qualifier) => string.Equals(qualifier, _table!.Name, StringComparison.OrdinalIgnoreCase);
}
