using System.Collections.Immutable;
using System.Data;

namespace Levada.Databases.Generic;

/// <summary>Reads the list of tables that a provider gives as its schema collection "Tables".</summary>
internal static class GenericTables
{
    /// <summary>The names of tables proper, without views and without the system's own, in the provider's order.</summary>
    public static ImmutableArray<string> Names(DataTable tables, string? schema)
    {
        var name = ColumnOf(tables, "TABLE_NAME", "TABLENAME", "NAME");
        if (name is null)
            return [];
        var type = ColumnOf(tables, "TABLE_TYPE", "TABLETYPE", "TYPE");
        var owner = ColumnOf(tables, "TABLE_SCHEMA", "TABLE_SCHEM", "SCHEMA", "OWNER");
        return
        [
            .. tables.Rows.Cast<DataRow>()
                .Where(row => type is null || IsTable(row[type].ToString()!))
                .Where(row => schema is null || owner is null || string.Equals(row[owner].ToString(), schema, StringComparison.OrdinalIgnoreCase))
                .Select(row => row[name].ToString()!),
        ];
    }

    private static DataColumn? ColumnOf(DataTable table, params string[] names) =>
        names.Select(name => table.Columns[name]).FirstOrDefault(column => column is not null);

    private static bool IsTable(string type) =>
        type.Length == 0 || string.Equals(type, "User", StringComparison.OrdinalIgnoreCase)
        || (type.Contains("TABLE", StringComparison.OrdinalIgnoreCase) && !type.Contains("SYSTEM", StringComparison.OrdinalIgnoreCase));
}
