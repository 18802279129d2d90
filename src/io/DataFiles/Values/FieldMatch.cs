using System.Collections.Immutable;
using Levada.Transfer.Types;

namespace Levada.DataFiles.Values;

/// <summary>Finds the field of a file that a column is read from.</summary>
internal static class FieldMatch
{
    /// <summary>The field of that very name, or of the name that Sqoop made of it; else the same without regard to case; -1: none.</summary>
    /// <param name="column">The wanted column.</param>
    /// <param name="fields">Those of the file.</param>
    /// <param name="nameOf">A field's name.</param>
    /// <param name="columnOf">The column that a field was made from, where the file says so.</param>
    public static int Find<T>(string column, ImmutableArray<T> fields, Func<T, string> nameOf, Func<T, string?> columnOf)
    {
        foreach (var comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            foreach (var candidate in new[] { column, ColumnNames.ToAvro(column) })
            {
                for (var index = 0; index < fields.Length; index++)
                    if (candidate.Equals(nameOf(fields[index]), comparison) || candidate.Equals(columnOf(fields[index]), comparison))
                        return index;
            }
        }
        return -1;
    }
}
