using Levada.Transfer.Sql;

namespace Levada.Databases.SqlServer;

/// <summary>The queries about a database itself. Parameters are <c>@p0</c>, <c>@p1</c>.</summary>
internal static class SqlServerCatalog
{
    public const string Databases = "SELECT name FROM sys.databases ORDER BY database_id";

    /// <summary>Tables and views of a schema, of the account's own when it is empty.</summary>
    public const string Tables =
        "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = COALESCE(NULLIF(@p0, N''), SCHEMA_NAME()) ORDER BY TABLE_NAME";

    public const string PrimaryKey =
        """
        SELECT c.name FROM sys.indexes i
        JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
        JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
        WHERE i.is_primary_key = 1 AND k.is_included_column = 0 AND i.object_id = OBJECT_ID(@p0)
        ORDER BY k.key_ordinal
        """;

    /// <summary>Name, type, bytes, digits and scale of each parameter.</summary>
    public const string Parameters =
        """
        SELECT p.name, TYPE_NAME(p.system_type_id), CONVERT(int, p.max_length), CONVERT(int, p.precision), CONVERT(int, p.scale)
        FROM sys.parameters p WHERE p.object_id = OBJECT_ID(@p0) AND p.parameter_id > 0 ORDER BY p.parameter_id
        """;

    public const string IsSnapshotAllowed = "SELECT CONVERT(int, snapshot_isolation_state) FROM sys.databases WHERE database_id = DB_ID()";

    private const int LockTimeoutMilliseconds = 5000;

    /// <summary>Keeps writers out of a table until the transaction ends, or fails when that takes too long. A row is asked for, so that the table is really read.</summary>
    public static string LockTable(SqlServerDialect dialect, TableName table) =>
        $"SET LOCK_TIMEOUT {LockTimeoutMilliseconds}; DECLARE @found int; SELECT TOP (1) @found = 1 FROM {dialect.Table(table)} WITH (TABLOCK, HOLDLOCK)";

    public static string FirstRead(SqlServerDialect dialect, TableName table) => $"SELECT TOP (1) 1 FROM {dialect.Table(table)}";

    public static string IdentityInsert(SqlServerDialect dialect, TableName table, bool isOn) =>
        $"SET IDENTITY_INSERT {dialect.Table(table)} {(isOn ? "ON" : "OFF")}";
}
