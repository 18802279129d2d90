using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Levada.Databases.Metadata;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Generic;

/// <summary>One connection of an ADO.NET provider of the user's.</summary>
internal sealed class GenericSession(AdoChannel channel, GenericDialect dialect) : IDatabaseSession
{
    public string ServerVersion => $"{dialect.Product} {channel.Connection.ServerVersion}";

    public ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) =>
        throw new TransferException($"Could not retrieve database list from server: the provider of {dialect.Product} cannot list databases.");

    public ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken)
    {
        using var command = channel.Command("");
        var tables = channel.Run(command, _ => channel.Connection.GetSchema("Tables"), cancellationToken);
        return GenericTables.Names(tables, schema);
    }

    public RowSchema DescribeTable(TableName table, CancellationToken cancellationToken)
    {
        var schema = DescribeQuery(dialect.Probe(table), cancellationToken);
        return schema.Count > 0 ? schema : throw NoTable.Of(table, []);
    }

    public RowSchema DescribeQuery(string sql, CancellationToken cancellationToken) =>
        Describe(sql, CommandBehavior.Default, AdoTypes.Describe, cancellationToken);

    public ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        Describe(dialect.Probe(table), CommandBehavior.KeyInfo | CommandBehavior.SchemaOnly, AdoTypes.Keys, cancellationToken);

    public RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken) =>
        throw new TransferException($"The parameters of {procedure} cannot be described through the provider of {dialect.Product}: --call is not possible.");

    public IRowReader Read(ReadRequest request, CancellationToken cancellationToken)
    {
        var command = channel.Command(request.Sql);
        var reader = Execute(command, cancellationToken);
        return Open(command, reader, request, cancellationToken);
    }

    public long Execute(string sql, CancellationToken cancellationToken) => channel.Execute(sql, cancellationToken);

    public ImmutableArray<long> ExecuteTransaction(ImmutableArray<string> statements, CancellationToken cancellationToken)
    {
        channel.Begin(IsolationLevel.ReadCommitted, cancellationToken);
        try
        {
            ImmutableArray<long> changed = [.. statements.Select(statement => channel.Execute(statement, cancellationToken))];
            channel.Commit();
            return changed;
        }
        catch
        {
            channel.Rollback();
            throw;
        }
    }

    public EvalResult Eval(string sql, CancellationToken cancellationToken)
    {
        var command = channel.Command(sql);
        var reader = Execute(command, cancellationToken);
        if (reader.FieldCount > 0)
            return new EvalResult(Open(command, reader, new ReadRequest(sql), cancellationToken), -1);
        using (command)
        using (reader)
            return new EvalResult(null, reader.RecordsAffected);
    }

    public IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken) =>
        new GenericRowWriter(channel, dialect, request, GenericParameters.Of(channel.Connection, dialect.Product));

    public Stream OpenDirect(DirectReadRequest request, CancellationToken cancellationToken) =>
        throw new TransferException("Was called with the --direct option, but no direct connector available.");

    public void Cancel() => channel.Cancel();

    public void Dispose() => channel.Dispose();

    private DbDataReader Execute(DbCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return channel.Run(command, static statement => statement.ExecuteReader(), cancellationToken);
        }
        catch
        {
            channel.Forget(command);
            command.Dispose();
            throw;
        }
    }

    private AdoRowReader Open(DbCommand command, DbDataReader reader, ReadRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var described = channel.Run(command, _ => AdoTypes.Describe(reader), cancellationToken);
            var schema = request.Schema ?? described;
            return new AdoRowReader(channel, command, reader, schema, AdoCells.Of(schema, reader, request.LargeObjects));
        }
        catch
        {
            channel.Forget(command);
            reader.Dispose();
            command.Dispose();
            throw;
        }
    }

    private T Describe<T>(string sql, CommandBehavior behavior, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        using var command = channel.Command(sql);
        try
        {
            return channel.Run(
                command,
                statement =>
                {
                    using var reader = statement.ExecuteReader(behavior);
                    return read(reader);
                },
                cancellationToken);
        }
        finally
        {
            channel.Forget(command);
        }
    }
}
