using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Levada.Databases.Generic;
using Levada.Databases.Metadata;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.Databases.SqlServer;

/// <summary>One connection to SQL Server.</summary>
internal sealed class SqlServerSession(AdoChannel channel, SqlServerDialect dialect, SqlServerSettings settings) : AdoSession(channel)
{
    public override string ServerVersion => $"Microsoft SQL Server {Channel.Connection.ServerVersion}";

    // Large values stream instead of lying in memory whole.
    protected override CommandBehavior ReadBehavior => CommandBehavior.SequentialAccess;

    public override ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) =>
        Channel.Query(SqlServerCatalog.Databases, [], FirstText, cancellationToken);

    public override ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken) =>
        Channel.Query(SqlServerCatalog.Tables, [schema ?? settings.Schema ?? ""], FirstText, cancellationToken);

    public override RowSchema DescribeTable(TableName table, CancellationToken cancellationToken)
    {
        var isThere = Channel.Query("SELECT OBJECT_ID(@p0)", [dialect.Table(table)], static row => !row.IsDBNull(0), cancellationToken);
        return isThere.Contains(true)
            ? DescribeQuery(dialect.Probe(table), cancellationToken)
            : throw NoTable.Of(table, ListTables(table.Schema, cancellationToken));
    }

    public override ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        Channel.Query(SqlServerCatalog.PrimaryKey, [dialect.Table(table)], FirstText, cancellationToken);

    public override RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken)
    {
        var columns = Channel.Query(
            SqlServerCatalog.Parameters, [procedure],
            static row => SqlServerTypes.ColumnOf(row.GetString(0).TrimStart('@'), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4)),
            cancellationToken);
        return columns.IsEmpty
            ? throw new TransferException($"There is no procedure {procedure}, or it has no parameters. Please ensure that its name is correct.")
            : new RowSchema(columns);
    }

    public override IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken)
    {
        var parameters = new SqlServerParameters(settings.IsUnicodeSent);
        var isIdentityInserted = settings.IsIdentityInserted && request.Mode is WriteMode.Insert or WriteMode.Upsert;
        if (isIdentityInserted)
            Channel.Execute(SqlServerCatalog.IdentityInsert(dialect, request.Table, isOn: true), cancellationToken);
        // The server wants the columns named when an identity column is among them.
        var named = request with { AreColumnsNamed = request.AreColumnsNamed || isIdentityInserted };
        var plan = new StatementPlan(dialect, named, SqlServerDialect.RowsPerStatementMax, parameters.Marker);
        return IsBulk(request)
            ? new SqlServerBulkWriter(Channel, plan, dialect.Table(request.Table), parameters, settings.IsIdentityInserted)
            : new AdoRowWriter(Channel, plan, parameters);
    }

    protected override RowSchema Describe(DbDataReader reader) => SqlServerTypes.Describe(reader);

    protected override ImmutableArray<AdoCell> Cells(RowSchema wanted, DbDataReader reader, ILargeObjectStore? largeObjects) =>
        SqlServerCells.Of(wanted, SqlServerTypes.Describe(reader), largeObjects);

    // A bulk copy passes over columns that the server fills, where an INSERT is refused; hints it has none.
    private bool IsBulk(WriteRequest request) =>
        request is { Mode: WriteMode.Insert, IsBulkAllowed: true, IsBatch: false }
        && string.IsNullOrWhiteSpace(settings.TableHints)
        && (settings.IsIdentityInserted || !request.Schema.Columns.Any(column => column.IsGenerated));

    private static string FirstText(DbDataReader row) => row.GetString(0);
}
