using System.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Sqoop.Output;

/// <summary>Prints rows as Sqoop's eval does: columns of at most 20 characters' room, values padded and never cut.</summary>
internal sealed class ResultTable(TextWriter output)
{
    private const int WidthMax = 20;
    private const string Null = "(null)";

    public void Print(IRowReader rows, CancellationToken cancellationToken)
    {
        var columns = rows.Schema.Columns;
        var widths = columns.Select(static column => Math.Clamp(column.DisplaySize, 0, WidthMax)).ToArray();
        var rule = new string('-', widths.Sum() + (3 * widths.Length) + 1);
        output.Write($"{rule}\n{Line(columns.Select(static column => column.Name), widths)}{rule}\n");
        var batch = new RowBatch(rows.Schema);
        while (rows.Read(batch, cancellationToken))
            for (var row = 0; row < batch.RowCount; row++)
                output.Write(Line(columns.Select((column, ordinal) => ValueText.Of(column, batch.Columns[ordinal], row)), widths));
        output.Write($"{rule}\n");
    }

    private static string Line(IEnumerable<string?> values, int[] widths)
    {
        var line = new StringBuilder("| ");
        foreach (var (value, width) in values.Zip(widths)) line.Append((value ?? Null).PadRight(width)).Append(" | ");
        return line.Append('\n').ToString();
    }
}
