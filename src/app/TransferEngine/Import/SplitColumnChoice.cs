using Levada.Databases;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Sql;

namespace Levada.TransferEngine.Import;

/// <summary>The column that divides an import among tasks.</summary>
/// <param name="Column">As the user or the primary key names it; null: nothing divides it.</param>
/// <param name="IsUnique">Whether it is the whole primary key.</param>
/// <param name="TaskCount">How many tasks read.</param>
internal sealed record SplitColumnChoice(string? Column, bool IsUnique, int TaskCount)
{
    public static SplitColumnChoice Choose(
        IDatabaseSession session, TableName? table, TransferOptions options, ITransferLog log, CancellationToken cancellationToken)
    {
        var key = table is null ? [] : session.PrimaryKey(table, cancellationToken);
        if (options.Import.SplitBy is { } named)
            return new SplitColumnChoice(named, key is [var only] && string.Equals(only, named, StringComparison.OrdinalIgnoreCase), options.MapperCount);
        if (key.IsEmpty)
            return WithoutKey(table, options, log);
        if (key.Length > 1 && options.MapperCount > 1)
            log.Warn($"The table {table!.Name} contains a multi-column primary key. Only the first column of it, {key[0]}, splits the import.");
        return new SplitColumnChoice(key[0], key.Length == 1, options.MapperCount);
    }

    private static SplitColumnChoice WithoutKey(TableName? table, TransferOptions options, ITransferLog log)
    {
        if (options.MapperCount > 1 && !options.Import.IsResetToOneMapper)
        {
            throw new TransferException(table is null
                ? "When importing query results in parallel, you must specify --split-by."
                : $"No primary key could be found for table {table.Name}. Please specify one with --split-by or perform a sequential import with '-m 1'.");
        }

        if (options.MapperCount > 1)
            log.Warn($"No split column is known for {table?.Name ?? "the query"}: the import uses one mapper.");
        if (options.Import.BoundaryQuery is not null)
            throw new TransferException("A boundary query needs a column to split by: specify one with --split-by.");
        return new SplitColumnChoice(null, false, 1);
    }
}
