using System.Collections.Immutable;
using Levada.Databases.Metadata;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Sqlite;

/// <summary>What a SQLite file says of its tables and of the results of statements.</summary>
internal static class SqliteDescription
{
    // The number of a row is a key of its own kind: WITHOUT ROWID tables (wr) have none.
    private const string TableColumns =
        """
        SELECT name, type, "notnull", pk, hidden,
               (SELECT max(wr) FROM pragma_table_list WHERE name = ?1 COLLATE NOCASE AND (schema = ?2 OR ?2 IS NULL))
        FROM pragma_table_xinfo(?1, ?2) WHERE hidden <> 1
        """;

    private const int GeneratedMark = 2;

    /// <summary>The columns of a statement by the types that tables declare.</summary>
    public static RowSchema OfStatement(SqliteStatement statement) =>
        new([.. Enumerable.Range(0, statement.ColumnCount).Select(ordinal => DeclaredColumn(statement, ordinal))]);

    /// <summary>The same, where expressions take the type of their value in the current row.</summary>
    public static RowSchema OfRow(SqliteStatement statement, bool hasRow) =>
        new([.. Enumerable.Range(0, statement.ColumnCount).Select(ordinal => statement.DeclaredType(ordinal) is null && hasRow
            ? SqliteTypes.ColumnOf(statement.ColumnName(ordinal), SqliteNative.ColumnType(statement.Address, ordinal))
            : DeclaredColumn(statement, ordinal))]);

    public static RowSchema OfTable(SqliteFile file, TableName table, CancellationToken cancellationToken)
    {
        var keyCount = PrimaryKey(file, table, cancellationToken).Length;
        var columns = Query(file, TableColumns, table, row => ColumnOf(row, keyCount == 1), cancellationToken);
        if (!columns.IsEmpty)
            return new RowSchema(columns);
        var names = Query(
            file, "SELECT name FROM pragma_table_list WHERE (schema = ?2 OR ?2 IS NULL) AND name <> ?1", table, row => row.Text(0), cancellationToken);
        throw NoTable.Of(table, names);
    }

    public static ImmutableArray<string> PrimaryKey(SqliteFile file, TableName table, CancellationToken cancellationToken) =>
        Query(file, "SELECT name FROM pragma_table_xinfo(?1, ?2) WHERE pk > 0 ORDER BY pk", table, row => row.Text(0), cancellationToken);

    /// <summary>Tables without views and without what SQLite keeps for itself, by name.</summary>
    public static ImmutableArray<string> Tables(SqliteFile file, string schema, CancellationToken cancellationToken) =>
        Query(
            file,
            "SELECT name FROM pragma_table_list WHERE schema = ?2 AND type IN ('table', 'virtual') AND substr(name, 1, 7) <> ?1 ORDER BY name",
            new TableName("sqlite_", schema), row => row.Text(0), cancellationToken);

    private static Column ColumnOf(SqliteRow row, bool isKeyAlone)
    {
        var column = SqliteTypes.ColumnOf(row.Text(0), row.Text(1));
        // A lone INTEGER key is the row's number, which SQLite hands out itself.
        var isRowNumber = isKeyAlone && row.Int64(3) > 0 && row.Int64(5) == 0 && string.Equals(row.Text(1), "INTEGER", StringComparison.OrdinalIgnoreCase);
        return column with
        {
            IsNullable = row.Int64(2) == 0 && !isRowNumber,
            IsGenerated = isRowNumber || row.Int64(4) >= GeneratedMark,
        };
    }

    private static Column DeclaredColumn(SqliteStatement statement, int ordinal) =>
        SqliteTypes.ColumnOf(statement.ColumnName(ordinal), statement.DeclaredType(ordinal));

    private static ImmutableArray<T> Query<T>(SqliteFile file, string sql, TableName table, Func<SqliteRow, T> read, CancellationToken cancellationToken)
    {
        using var statement = file.Prepare(sql, cancellationToken);
        statement.BindText(1, System.Text.Encoding.UTF8.GetBytes(table.Name));
        if (table.Schema is null)
            statement.BindNull(2);
        else
            statement.BindText(2, System.Text.Encoding.UTF8.GetBytes(table.Schema));
        var rows = ImmutableArray.CreateBuilder<T>();
        while (statement.Step(cancellationToken))
            rows.Add(read(new SqliteRow(statement)));
        return rows.ToImmutable();
    }
}
