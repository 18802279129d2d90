using System.Collections.Immutable;
using System.Data;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Npgsql;
using Npgsql.Schema;

namespace Levada.Databases.PostgreSql;

/// <summary>Asks a server what it holds.</summary>
internal sealed class PostgreSqlMetadata(PostgreSqlLink link, PostgreSqlDialect dialect)
{
    private const string DatabasesText = "SELECT datname::text FROM pg_catalog.pg_database";

    private const string TablesText = """
        SELECT tablename::text FROM pg_catalog.pg_tables WHERE schemaname = COALESCE($1, current_schema()::text) ORDER BY tablename
        """;

    // Columns that newer servers have are read by name out of the row's JSON, so that older ones understand the statement.
    private const string ColumnFactsText = """
        SELECT a.attname::text, a.attnotnull OR t.typnotnull,
            COALESCE(to_jsonb(a) ->> 'attidentity', '') <> '' OR COALESCE(to_jsonb(a) ->> 'attgenerated', '') <> ''
                OR COALESCE(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false)
        FROM pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
        """;

    private const string PrimaryKeyText = """
        SELECT a.attname::text
        FROM pg_catalog.pg_index i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(number, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
        WHERE i.indrelid = to_regclass($1) AND i.indisprimary
            AND k.place <= COALESCE((to_jsonb(i) ->> 'indnkeyatts')::int, i.indnatts)
        ORDER BY k.place
        """;

    private const string NearMissesText = """
        SELECT n.nspname::text, c.relname::text, pg_table_is_visible(c.oid)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND lower(c.relname) = lower($1) AND n.nspname <> 'information_schema'
        ORDER BY 1, 2
        """;

    private const string UnknownTypeName = "-.-";

    public ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) =>
        [.. link.Query(DatabasesText, row => row.GetString(0), cancellationToken)];

    public ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken) =>
        [.. link.Query(TablesText, row => row.GetString(0), cancellationToken, Text(schema))];

    public ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        [.. link.Query(PrimaryKeyText, row => row.GetString(0), cancellationToken, Text(dialect.Table(table)))];

    public RowSchema DescribeTable(TableName table, CancellationToken cancellationToken)
    {
        var columns = DescribeColumns(table, [], cancellationToken);
        var facts = link.Query(
                ColumnFactsText, row => (Name: row.GetString(0), IsNotNull: row.GetBoolean(1), IsGenerated: row.GetBoolean(2)),
                cancellationToken, Text(dialect.Table(table)))
            .ToDictionary(fact => fact.Name, StringComparer.Ordinal);
        return new([.. columns.Select(column => facts.TryGetValue(column.Column.Name, out var fact)
            ? column.Column with { IsNullable = !fact.IsNotNull, IsGenerated = fact.IsGenerated }
            : column.Column)]);
    }

    /// <summary>The columns of a table with their types on the server.</summary>
    /// <param name="names">Which ones; empty: all in the table's order.</param>
    public ImmutableArray<ServerColumn> DescribeColumns(TableName table, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var list = names.IsEmpty ? "*" : string.Join(", ", names.Select(dialect.Quote));
        try
        {
            return Describe($"SELECT {list} FROM {dialect.Table(table)}", cancellationToken);
        }
        catch (TransferException e) when (e.InnerException is PostgresException
            { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName })
        {
            throw new TransferException(DescribeMissing(table, cancellationToken), e);
        }
    }

    /// <summary>The columns of a query, which is planned for this but not executed.</summary>
    public ImmutableArray<ServerColumn> Describe(string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, link.Connection);
        var fields = link.Run(ReadFieldsAsync, cancellationToken);
        return Describe(fields, ReadUnknownTypeNames(fields, cancellationToken));

        async Task<IReadOnlyList<NpgsqlDbColumn>> ReadFieldsAsync(CancellationToken token)
        {
            await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SchemaOnly, token);
            return reader.FieldCount == 0 ? [] : [.. (await reader.GetColumnSchemaAsync(token)).Cast<NpgsqlDbColumn>()];
        }
    }

    /// <summary>The columns of a result as the driver describes them.</summary>
    /// <param name="typeNames">Names of types that the driver does not know.</param>
    public static ImmutableArray<ServerColumn> Describe(
        IReadOnlyList<NpgsqlDbColumn> fields, IReadOnlyDictionary<uint, string> typeNames) =>
        [.. fields.Select(field => new ServerColumn(
            PostgreSqlTypes.Describe(
                field.ColumnName, field.TypeOID, typeNames.GetValueOrDefault(field.TypeOID, field.DataTypeName),
                field.ColumnSize, field.NumericPrecision, field.NumericScale),
            field.TypeOID))];

    // Types that the users made, and a few of the system's own.
    private Dictionary<uint, string> ReadUnknownTypeNames(IReadOnlyList<NpgsqlDbColumn> fields, CancellationToken cancellationToken)
    {
        var unknown = fields.Where(field => field.DataTypeName == UnknownTypeName).Select(field => field.TypeOID).Distinct().ToList();
        return unknown.Count == 0 ? [] : link.Query(
            $"SELECT id, format_type(id, NULL) FROM unnest('{{{string.Join(",", unknown)}}}'::oid[]) AS id",
            row => KeyValuePair.Create(row.GetFieldValue<uint>(0), row.GetString(1)), cancellationToken).ToDictionary();
    }

    // The driver takes an untyped NULL for unknown text.
    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };

    private string DescribeMissing(TableName table, CancellationToken cancellationToken)
    {
        var shown = table.Schema is null ? table.Name : $"{table.Schema}.{table.Name}";
        var text = $"There is no column found in the target table {shown}. Please ensure that your table name is correct.";
        var near = link.Query(
            NearMissesText, row => (Schema: row.GetString(0), Name: row.GetString(1), IsVisible: row.GetBoolean(2)),
            cancellationToken, Text(table.Name));
        var here = near.Where(miss => table.Schema is null ? miss.IsVisible : miss.Schema == table.Schema).ToList();
        var elsewhere = near.Where(miss => miss.Name == table.Name).ToList();
        if (here.Count == 1)
            return $"{text} There is a table {here[0].Name}: names are taken as given, with upper and lower case.";
        if (elsewhere.Count == 1)
            return $"{text} There is one in the schema {elsewhere[0].Schema}: add -- --schema {elsewhere[0].Schema}";
        return table is { Schema: null } && table.Name.Split('.') is [var schema, var name]
            ? $"{text} A schema is not part of the name: write --table {name} and, at the end, -- --schema {schema}"
            : text;
    }
}
