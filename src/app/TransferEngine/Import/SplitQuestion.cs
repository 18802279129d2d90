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
    private const string SplitLimitProperty = "split.limit";

    public static ImmutableArray<SplitRange> Ranges(
        ImportScope scope, IDatabaseSession session, Dialect dialect, TransferOptions options, ITransferLog log, CancellationToken cancellationToken)
    {
        var limit = options.Import.SplitLimit
            ?? (options.Properties.TryGetValue(SplitLimitProperty, out var text) && long.TryParse(text, out var number) ? number : null);
        if (scope.SplitColumn is not { } name || (scope.TaskCount == 1 && options.Import.BoundaryQuery is null && limit is null))
            return [SplitRange.Whole];
        var query = options.Import.BoundaryQuery ?? scope.Queries.Bounds(name);
        log.Info($"BoundingValsQuery: {query}");
        using var rows = session.Read(new ReadRequest(query), cancellationToken);
        var batch = new RowBatch(rows.Schema);
        rows.Read(batch, cancellationToken);
        var column = scope.Queries.FindColumn(name);
        return SplitPlanner.Plan(new SplitRequest(scope.Queries.ColumnText(name), column, SplitBounds.From(batch), scope.TaskCount, dialect)
        {
            SplitLimit = limit,
            IsTextAllowed = options.Properties.GetValueOrDefault(TextSplitterProperty) == "true",
            HasBoundaryQuery = options.Import.BoundaryQuery is not null,
            IsColumnNullable = column.IsNullable,
            Info = log.Info,
            Warn = log.Warn,
        });
    }
}
