using System.Collections.Immutable;

namespace Levada.Transfer.Rows;

/// <summary>The columns of a row, in order.</summary>
public sealed record RowSchema(ImmutableArray<Column> Columns)
{
    public int Count => Columns.Length;

    public Column this[int ordinal] => Columns[ordinal];

    /// <summary>The ordinal of the column so named: exactly, else without regard to case; -1 when there is none.</summary>
    public int IndexOf(string name)
    {
        var exact = IndexOf(name, StringComparison.Ordinal);
        return exact >= 0 ? exact : IndexOf(name, StringComparison.OrdinalIgnoreCase);
    }

    private int IndexOf(string name, StringComparison comparison)
    {
        for (var ordinal = 0; ordinal < Columns.Length; ordinal++)
            if (string.Equals(Columns[ordinal].Name, name, comparison))
                return ordinal;
        return -1;
    }
}
