using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Values;

/// <summary>A single cell as text for a message; not for the hot path.</summary>
internal static class CellText
{
    private const int CharsMax = 60;

    /// <summary>The cell's value, cut when it is long.</summary>
    public static string Of(Column column, ColumnVector vector, int row)
    {
        var text = ValueText.Of(column, vector, row) ?? "NULL";
        return text.Length <= CharsMax ? text : text[..CharsMax] + "…";
    }
}
