using System.Collections.Immutable;
using Levada.Databases;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Splits;
using Levada.Transfer.Sql;

namespace Levada.TransferEngine.Import;

/// <summary>Asks the database for the bounds of the split column and plans the ranges from them.</summary>
internal static class SplitQuestion
{
    private const string TextSplitterProperty = "org.apache.sqoop.splitter.allow_text_splitter";

    public static ImmutableArray<SplitRange> Ranges(
        ImportScope scope, IDatabaseSession session, Dialect dialect, TransferOptions options, ITransferLog log, CancellationToken cancellationToken) =>
        Request(scope, session, dialect, options, log, cancellationToken) is { } request ? SplitPlanner.Plan(request) : [SplitRange.Whole];

    /// <summary>All that decides the ranges; null when one task reads all.</summary>
    public static SplitRequest? Request(
        ImportScope scope, IDatabaseSession session, Dialect dialect, TransferOptions options, ITransferLog log, CancellationToken cancellationToken)
    {
        if (scope.Split is not { IsBounded: true, Name: { } name })
            return null;
        var query = options.Import.BoundaryQuery ?? scope.Queries.Bounds(name);
        log.Info($"BoundingValsQuery: {query}");
        using var rows = session.Read(new ReadRequest(query), cancellationToken);
        var batch = new RowBatch(rows.Schema);
        rows.Read(batch, cancellationToken);
        var column = scope.Queries.SplitColumn(name, rows.Schema[0]);
        return new SplitRequest(scope.Queries.ColumnText(name), column, SplitBounds.From(batch), scope.Split.TaskCount, dialect)
        {
            SplitLimit = options.Import.SplitLimit,
            IsTextAllowed = options.Properties.GetValueOrDefault(TextSplitterProperty) == "true",
            HasBoundaryQuery = options.Import.BoundaryQuery is not null,
            IsColumnNullable = column.IsNullable,
            Info = log.Info,
            Warn = log.Warn,
        };
    }
}
