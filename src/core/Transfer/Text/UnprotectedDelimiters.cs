using System.Buffers;
using System.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>Counts texts that hold a delimiter where nothing protects it, so that readers will find other fields than were written.</summary>
/// <remarks>A batch is searched column by column; single values are looked at only where one of them holds a delimiter.</remarks>
public sealed class UnprotectedDelimiters
{
    private readonly SearchValues<byte>? _delimiters;

    /// <param name="options">An enclosing or escape character protects; <c>--hive-drop-import-delims</c> and its like take some characters away.</param>
    public UnprotectedDelimiters(TransferOptions options)
    {
        var delimiters = options.Text.Output;
        if (options.Layout != FileLayout.Text || delimiters.HasEnclose || delimiters.HasEscape)
            return;
        var gone = options.Import.AreHiveDelimitersDropped || options.Import.HiveDelimiterReplacement is not null ? "\n\r\u0001" : "";
        // What ASCII lacks takes several bytes, which other characters share.
        var bytes = Encoding.ASCII.GetBytes([.. new[] { delimiters.Field, delimiters.Record }.Where(delimiter => char.IsAscii(delimiter) && !gone.Contains(delimiter))]);
        _delimiters = bytes.Length == 0 ? null : SearchValues.Create(bytes);
    }

    /// <summary>How many texts of the batch hold a delimiter.</summary>
    public int Count(RowBatch batch)
    {
        var count = 0;
        if (_delimiters is null)
            return count;
        foreach (var column in batch.Columns)
        {
            if (column.Kind == ColumnKind.Text && column.AllBytes.IndexOfAny(_delimiters) >= 0)
                count += CountValues(column, _delimiters);
        }

        return count;
    }

    private static int CountValues(ColumnVector column, SearchValues<byte> delimiters)
    {
        var count = 0;
        for (var row = 0; row < column.Count; row++)
            count += column.GetBytes(row).IndexOfAny(delimiters) >= 0 ? 1 : 0;
        return count;
    }
}
