using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Levada.Databases.Metadata;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.Databases.Generic;

/// <summary>One connection of an ADO.NET provider of the user's.</summary>
internal sealed class GenericSession(AdoChannel channel, GenericDialect dialect) : AdoSession(channel)
{
    public override ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) =>
        throw new TransferException($"Could not retrieve database list from server: the provider of {dialect.Product} cannot list databases.");

    public override ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken)
    {
        using var command = Channel.Command("");
        var tables = Channel.Run(command, _ => Channel.Connection.GetSchema("Tables"), cancellationToken);
        Channel.Forget(command);
        return GenericTables.Names(tables, schema);
    }

    public override RowSchema DescribeTable(TableName table, CancellationToken cancellationToken)
    {
        var schema = DescribeQuery(dialect.Probe(table), cancellationToken);
        return schema.Count > 0 ? schema : throw NoTable.Of(table, []);
    }

    public override ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        Describe(dialect.Probe(table), CommandBehavior.KeyInfo | CommandBehavior.SchemaOnly, AdoTypes.Keys, cancellationToken);

    public override RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken) =>
        throw new TransferException($"The parameters of {procedure} cannot be described through the provider of {dialect.Product}: --call is not possible.");

    public override IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken)
    {
        var parameters = GenericParameters.Of(Channel.Connection, dialect.Product);
        // Several rows in one INSERT are not understood everywhere.
        var plan = new StatementPlan(dialect, request, rowsMax: 1, parameters.Marker);
        // What the dialect cannot say is refused before the first row.
        _ = plan.Sql(1);
        return new AdoRowWriter(Channel, plan, parameters);
    }

    protected override RowSchema Describe(DbDataReader reader) => AdoTypes.Describe(reader);

    protected override ImmutableArray<AdoCell> Cells(RowSchema wanted, DbDataReader reader, ILargeObjectStore? largeObjects) =>
        AdoCells.Of(wanted, reader, largeObjects);
}
