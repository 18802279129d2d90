using System.Collections.Immutable;

namespace Levada.Transfer.Sql;

/// <summary>What makes staged rows an export's result: asked and run in this order.</summary>
/// <param name="Count">Rows in the staging table, which must be none before the export.</param>
/// <param name="Clear">Empties it when the user said so (<c>--clear-staging-table</c>).</param>
/// <param name="Move">One transaction after all tasks: rows enter the table, then leave the staging table.</param>
public sealed record StagingMove(string Count, string Clear, ImmutableArray<string> Move)
{
    public static StagingMove Of(Dialect dialect, TableName table, TableName staging) => dialect.CanStage
        ? new(dialect.Count(staging), dialect.DeleteAll(staging), [dialect.InsertAll(table, staging), dialect.DeleteAll(staging)])
        : throw new TransferException($"The active connection manager ({dialect.Product}) does not support staging of data for export.");

    /// <summary>Refuses a staging table that is not empty.</summary>
    public static void RequireEmpty(TableName staging, long rowCount)
    {
        if (rowCount != 0)
            throw new TransferException(
                $"The specified staging table ({staging.Name}) is not empty. To force deletion of its data, please retry with --clear-staging-table option.");
    }

    /// <summary>Refuses a move that inserted and deleted different numbers of rows, so that its transaction is rolled back.</summary>
    public static void RequireSame(ImmutableArray<long> rowCounts)
    {
        if (rowCounts is [var inserted, var deleted] && inserted != deleted)
            throw new TransferException($"Inconsistent record counts: {inserted} rows entered the table, {deleted} left the staging table.");
    }
}
