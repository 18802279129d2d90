using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.MySql;

/// <summary>What INFORMATION_SCHEMA tells.</summary>
internal sealed class MySqlCatalog(MySqlChannel channel)
{
    private const string OfTable = "TABLE_SCHEMA = @schema AND TABLE_NAME = @table";

    // A constant lets the server look into one folder instead of into every table it has.
    private string Current => channel.Connection.Database;

    public ImmutableArray<string> Databases(CancellationToken cancellationToken) =>
        FirstColumn(channel.Query("SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA ORDER BY SCHEMA_NAME", cancellationToken));

    public ImmutableArray<string> Tables(string? schema, CancellationToken cancellationToken) =>
        FirstColumn(channel.Query(
            "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = @schema ORDER BY TABLE_NAME",
            cancellationToken,
            ("@schema", schema ?? Current)));

    /// <summary>The primary key's columns in key order; else those of the unique key that the server takes in its place.</summary>
    public ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken)
    {
        var primary = FirstColumn(OfTheTable(
            $"SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.STATISTICS WHERE {OfTable} AND INDEX_NAME = 'PRIMARY' ORDER BY SEQ_IN_INDEX",
            table,
            cancellationToken));
        return primary.IsEmpty
            ? FirstColumn(OfTheTable(
                $"SELECT COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS WHERE {OfTable} AND COLUMN_KEY = 'PRI' ORDER BY ORDINAL_POSITION",
                table,
                cancellationToken))
            : primary;
    }

    /// <summary>Adds to the columns of a table what a result does not tell: the full type text, and which the server computes.</summary>
    public RowSchema Complete(RowSchema schema, TableName table, CancellationToken cancellationToken)
    {
        var facts = OfTheTable($"SELECT COLUMN_NAME, COLUMN_TYPE, EXTRA FROM INFORMATION_SCHEMA.COLUMNS WHERE {OfTable}", table, cancellationToken)
            .ToDictionary(row => row[0]!, row => (Type: row[1]!, Extra: row[2] ?? ""), StringComparer.OrdinalIgnoreCase);
        return new RowSchema([.. schema.Columns.Select(column => facts.TryGetValue(column.Name, out var fact)
            ? column with { DatabaseType = fact.Type, IsGenerated = column.IsGenerated || IsComputed(fact.Extra) }
            : column)]);
    }

    /// <summary>The storage engine of a table, and whether it has transactions; null for a view.</summary>
    public (string Name, bool IsTransactional)? Engine(TableName table, CancellationToken cancellationToken)
    {
        var rows = OfTheTable(
            $"SELECT t.ENGINE, e.TRANSACTIONS FROM INFORMATION_SCHEMA.TABLES t JOIN INFORMATION_SCHEMA.ENGINES e ON e.ENGINE = t.ENGINE WHERE {OfTable}",
            table,
            cancellationToken);
        return rows.IsEmpty ? null : (rows[0][0]!, rows[0][1] == "YES");
    }

    public RowSchema Procedure(string name, CancellationToken cancellationToken)
    {
        var parts = name.Replace("`", "", StringComparison.Ordinal).Split('.', 2);
        (string, string?) schema = ("@schema", parts.Length == 2 ? parts[0] : Current), routine = ("@name", parts[^1]);
        const string OfRoutine = "@schema AND SPECIFIC_NAME = @name";
        if (channel.Query($"SELECT 1 FROM INFORMATION_SCHEMA.ROUTINES WHERE ROUTINE_SCHEMA = {OfRoutine}", cancellationToken, schema, routine).IsEmpty)
            throw new TransferException($"There is no procedure {name} that this account may see.");
        var rows = channel.Query(
            $"""
            SELECT PARAMETER_NAME, DTD_IDENTIFIER FROM INFORMATION_SCHEMA.PARAMETERS
            WHERE SPECIFIC_SCHEMA = {OfRoutine} AND ORDINAL_POSITION > 0 ORDER BY ORDINAL_POSITION
            """,
            cancellationToken,
            schema,
            routine);
        return new RowSchema([.. rows.Select(row => MySqlParameterTypes.Of(row[0]!, row[1]!, channel.Settings.IsTinyInt1Boolean))]);
    }

    private ImmutableArray<ImmutableArray<string?>> OfTheTable(string sql, TableName table, CancellationToken cancellationToken) =>
        channel.Query(sql, cancellationToken, ("@schema", table.Schema ?? Current), ("@table", table.Name));

    private static bool IsComputed(string extra) =>
        extra.Contains("auto_increment", StringComparison.OrdinalIgnoreCase)
        || Array.Exists(["VIRTUAL", "STORED", "PERSISTENT"], word => extra.Contains(word + " GENERATED", StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<string> FirstColumn(ImmutableArray<ImmutableArray<string?>> rows) => [.. rows.Select(row => row[0]!)];
}
