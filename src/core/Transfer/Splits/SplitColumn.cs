using System.Collections.Immutable;
using Levada.Transfer.Options;

namespace Levada.Transfer.Splits;

/// <summary>The column an import is split by, and by how many tasks.</summary>
/// <param name="Name">As the option or the primary key names it; null: one task reads all.</param>
/// <param name="IsBounded">Whether bounds have to be asked.</param>
public sealed record SplitColumn(string? Name, int TaskCount, bool IsBounded)
{
    /// <summary>Chooses as Sqoop does: <c>--split-by</c>, else the first column of the primary key.</summary>
    /// <param name="primaryKey">Columns of the table's primary key; empty for a free query.</param>
    /// <exception cref="TransferException">Several tasks are wanted and no column is known.</exception>
    public static SplitColumn Choose(TransferOptions options, ImmutableArray<string> primaryKey, Action<string> warn)
    {
        var import = options.Import;
        var isBoundedAlways = !string.IsNullOrEmpty(import.BoundaryQuery) || import.SplitLimit > 0;
        var name = import.SplitBy ?? (primaryKey.IsEmpty ? null : primaryKey[0]);
        if (name is not null)
        {
            var isBounded = isBoundedAlways || options.MapperCount > 1;
            if (isBounded && import.SplitBy is null && primaryKey.Length > 1)
                warn($"The table {options.Table} has a primary key of several columns; the import is split by its first column {name} only.");
            return new SplitColumn(isBounded ? name : null, options.MapperCount, isBounded);
        }
        if (!string.IsNullOrEmpty(import.BoundaryQuery))
            throw new TransferException("A --boundary-query needs a column to split by: please specify one with --split-by.");
        if (options.MapperCount > 1 && !import.IsResetToOneMapper)
            throw new TransferException(
                $"No primary key could be found for table {options.Table}. Please specify one with --split-by or perform a sequential import with '-m 1'.");
        if (options.MapperCount > 1)
            warn($"The table {options.Table} has no primary key and no --split-by was given: one task (mapper) reads it.");
        return new SplitColumn(null, 1, false);
    }
}
