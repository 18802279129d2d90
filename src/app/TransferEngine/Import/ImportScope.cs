using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Incremental;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;
using Levada.Transfer.Types;

namespace Levada.TransferEngine.Import;

/// <summary>What an import reads: the columns, the queries over them, and the column that splits them.</summary>
/// <param name="Queries">The queries, narrowed to new rows when the import is incremental.</param>
/// <param name="SourceSchema">The columns that are read, as the database gives them.</param>
/// <param name="TargetSchema">The columns that are written, after type mapping.</param>
internal sealed record ImportScope(ImportQueries Queries, RowSchema SourceSchema, RowSchema TargetSchema)
{
    /// <summary>The table; null for a free query.</summary>
    public TableName? Table { get; init; }

    /// <summary>What splits the import, and among how many tasks.</summary>
    public SplitColumn Split { get; init; } = new(null, 1, false);

    /// <summary>Whether the split column is the whole primary key: unique, and cheap to read in its order.</summary>
    public bool IsSplitColumnUnique { get; init; }

    /// <summary>Whether the primary key begins with it, so that a range of it is found without reading the table.</summary>
    public bool IsSplitColumnLeading { get; init; }

    /// <summary>Which rows are new; null when the import is not incremental.</summary>
    public IncrementalPlan? Incremental { get; init; }

    public static ImportScope Describe(IDatabaseSession session, Dialect dialect, TransferOptions options, ITransferLog log, CancellationToken cancellationToken)
    {
        var scope = options.Table is { } table
            ? OfTable(session, dialect, new TableName(table, options.Schema), options, cancellationToken)
            : OfQuery(session, dialect, options, cancellationToken);
        var key = scope.Table is null ? [] : session.PrimaryKey(scope.Table, cancellationToken);
        var split = SplitColumn.Choose(options, key, log.Warn);
        return scope with
        {
            Split = split,
            IsSplitColumnLeading = key is [var first, ..] && string.Equals(first, split.Name, StringComparison.OrdinalIgnoreCase),
            IsSplitColumnUnique = key is [var only] && string.Equals(only, split.Name, StringComparison.OrdinalIgnoreCase),
        };
    }

    /// <summary>The same import of new rows only.</summary>
    public ImportScope Narrowed(IDatabaseSession session, Dialect dialect, TransferOptions options, CancellationToken cancellationToken)
    {
        var mode = options.Import.Incremental;
        if (mode == IncrementalMode.None)
            return this;
        var name = options.Import.CheckColumn!;
        var column = Queries.FindColumn(name);
        IncrementalPlan.Check(mode, column);
        using var rows = session.Read(new ReadRequest(IncrementalPlan.BoundQuery(mode, name, Queries, dialect)), cancellationToken);
        var bound = new RowBatch(rows.Schema);
        rows.Read(bound, cancellationToken);
        var plan = IncrementalPlan.Create(mode, column, name, Queries.ColumnText(name), options.Import.LastValue, bound, dialect);
        return this with { Incremental = plan, Queries = plan.Condition is { } condition ? Queries.Narrowed(condition) : Queries };
    }

    private static ImportScope OfTable(
        IDatabaseSession session, Dialect dialect, TableName table, TransferOptions options, CancellationToken cancellationToken)
    {
        var all = session.DescribeTable(table, cancellationToken);
        if (all.Count == 0)
            throw new TransferException($"There is no column found in the target table {table.Name}. Please ensure that your table name is correct.");
        var source = ColumnSelection.Select(table.Name, all, options.Columns);
        var queries = ImportQueries.OfTable(dialect, table, all, [.. source.Columns.Select(column => column.Name)], options.Import.Where);
        return new ImportScope(queries, source, Mapped(source, options)) { Table = table };
    }

    private static ImportScope OfQuery(IDatabaseSession session, Dialect dialect, TransferOptions options, CancellationToken cancellationToken)
    {
        var schema = session.DescribeQuery(ImportQueries.Probe(options.Query!), cancellationToken);
        ColumnSelection.RequireNamed(schema);
        return new ImportScope(ImportQueries.OfQuery(dialect, options.Query!, schema), schema, Mapped(schema, options));
    }

    private static RowSchema Mapped(RowSchema schema, TransferOptions options) =>
        JavaTypeMapping.Apply(schema, options.Code.JavaTypes, options.Code.IsMappingNameCleaned);
}
