using System.Collections.Immutable;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Types;

/// <summary>The columns that a transfer moves.</summary>
public static class ColumnSelection
{
    /// <summary>The columns of a table that <c>--columns</c> names, in that order; all when it names none.</summary>
    /// <param name="table">The table, for messages.</param>
    /// <exception cref="TransferException">The table has no column, a name is none of the table's, or is there twice.</exception>
    public static RowSchema Select(string table, RowSchema schema, ImmutableArray<string> names)
    {
        if (schema.Count == 0)
            throw new TransferException($"There is no column found in the target table {table}. Please ensure that your table name is correct.");
        if (names.IsEmpty)
            return schema;
        var columns = ImmutableArray.CreateBuilder<Column>(names.Length);
        foreach (var name in names)
        {
            var ordinal = schema.IndexOf(name);
            if (ordinal < 0)
                throw new TransferException(
                    $"Column name '{name}' not in table; expecting one of [{string.Join(", ", schema.Columns.Select(column => column.Name))}]");
            columns.Add(schema[ordinal]);
        }
        var selected = new RowSchema(columns.MoveToImmutable());
        RequireDistinct(selected);
        return selected;
    }

    /// <summary>Refuses a free query's result whose columns cannot be told apart by name.</summary>
    /// <exception cref="TransferException">A column has no name, or two have the same.</exception>
    public static void RequireNamed(RowSchema schema)
    {
        for (var ordinal = 0; ordinal < schema.Count; ordinal++)
            if (string.IsNullOrWhiteSpace(schema[ordinal].Name))
                throw new TransferException(
                    $"We found column without column name. Column {ordinal + 1} of the query has none; please consider adding clause AS to it.");
        RequireDistinct(schema);
    }

    private static void RequireDistinct(RowSchema schema)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var column in schema.Columns)
            if (!names.Add(column.Name))
                throw new TransferException($"Duplicate Column identifier specified: '{column.Name}'");
    }
}
