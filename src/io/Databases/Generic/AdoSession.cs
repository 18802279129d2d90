using System.Collections.Immutable;
using System.Data;
using System.Data.Common;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using Levada.Transfer.Targets;

namespace Levada.Databases.Generic;

/// <summary>What all sessions over ADO.NET do alike; a product adds its catalog and its types.</summary>
internal abstract class AdoSession(AdoChannel channel) : IDatabaseSession
{
    public virtual string ServerVersion => $"{channel.Product} {channel.Connection.ServerVersion}";

    protected AdoChannel Channel => channel;

    protected virtual CommandBehavior ReadBehavior => CommandBehavior.Default;

    public abstract ImmutableArray<string> ListDatabases(CancellationToken cancellationToken);

    public abstract ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken);

    public abstract RowSchema DescribeTable(TableName table, CancellationToken cancellationToken);

    public abstract ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken);

    public abstract RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken);

    public abstract IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken);

    public RowSchema DescribeQuery(string sql, CancellationToken cancellationToken) =>
        Describe(sql, CommandBehavior.Default, Describe, cancellationToken);

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

    public Stream OpenDirect(DirectReadRequest request, CancellationToken cancellationToken) =>
        throw new TransferException("Was called with the --direct option, but no direct connector available.");

    public void Cancel() => channel.Cancel();

    public void Dispose() => channel.Dispose();

    /// <summary>The columns of an open result.</summary>
    protected abstract RowSchema Describe(DbDataReader reader);

    /// <summary>What reads each column of an open result into a vector of the wanted kind.</summary>
    protected abstract ImmutableArray<AdoCell> Cells(RowSchema wanted, DbDataReader reader, ILargeObjectStore? largeObjects);

    /// <summary>Runs a query for what it says about its result.</summary>
    protected T Describe<T>(string sql, CommandBehavior behavior, Func<DbDataReader, T> read, CancellationToken cancellationToken)
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

    private DbDataReader Execute(DbCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return channel.Run(command, statement => statement.ExecuteReader(ReadBehavior), cancellationToken);
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
            var schema = request.Schema ?? channel.Run(command, _ => Describe(reader), cancellationToken);
            if (reader.FieldCount != schema.Count)
                throw new TransferException($"The query gives {reader.FieldCount} columns where {schema.Count} were described.");
            return new AdoRowReader(channel, command, reader, schema, Cells(schema, reader, request.LargeObjects));
        }
        catch
        {
            channel.Forget(command);
            reader.Dispose();
            command.Dispose();
            throw;
        }
    }
}
