using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.TransferEngine.Export;

/// <summary>Which columns of the target the fields of a record are, in order.</summary>
internal static class ExportColumns
{
    public static RowSchema Choose(RowSchema table, TransferOptions options)
    {
        var chosen = options.Columns.IsEmpty
            ? table
            : new RowSchema([.. options.Columns.Select(name => table[OrdinalOf(table, name, options)])]);
        foreach (var key in options.Export.UpdateKeys)
        {
            if (string.IsNullOrWhiteSpace(key))
                throw new TransferException("Invalid update key column value specified: an element of --update-key is empty.");
            if (chosen.IndexOf(key) < 0)
                throw new TransferException("You must specify all columns from --update-key parameter in --columns parameter.");
        }

        return chosen;
    }

    private static int OrdinalOf(RowSchema table, string name, TransferOptions options) => table.IndexOf(name) is var ordinal and >= 0
        ? ordinal
        : throw new TransferException(
            $"Column name '{name}' not in table {options.Table}. It has: {string.Join(", ", table.Columns.Select(column => column.Name))}.");
}
