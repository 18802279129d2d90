using System.Collections.Immutable;
using Levada.Databases.Metadata;
using Levada.Databases.MySql.Reading;
using Levada.Databases.MySql.Writing;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>One connection to MySQL or MariaDB.</summary>
internal sealed class MySqlSession(MySqlChannel channel, MySqlDialect dialect) : IDatabaseSession
{
    private readonly MySqlCatalog _catalog = new(channel);
    private readonly MySqlReading _reading = new(channel);

    public string ServerVersion => channel.ServerVersion;

    public ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) => Say(() => _catalog.Databases(cancellationToken));

    public ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken) =>
        Say(() => _catalog.Tables(schema, cancellationToken));

    public RowSchema DescribeTable(TableName table, CancellationToken cancellationToken) => Say(() =>
    {
        try
        {
            return _catalog.Complete(_reading.Describe(dialect.Probe(table), cancellationToken), table, cancellationToken);
        }
        catch (MySqlException failure) when (failure.Number == MySqlFailure.NoSuchTable)
        {
            throw NoTable.Of(table, _catalog.Tables(table.Schema, cancellationToken));
        }
    });

    public RowSchema DescribeQuery(string sql, CancellationToken cancellationToken) => Say(() => _reading.Describe(sql, cancellationToken));

    public ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        Say(() => _catalog.PrimaryKey(table, cancellationToken));

    public RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken) =>
        Say(() => _catalog.Procedure(procedure, cancellationToken));

    public IRowReader Read(ReadRequest request, CancellationToken cancellationToken) => _reading.Read(request, cancellationToken);

    public long Execute(string sql, CancellationToken cancellationToken) => Say(() => channel.Execute(sql, cancellationToken));

    public ImmutableArray<long> ExecuteTransaction(ImmutableArray<string> statements, CancellationToken cancellationToken) => Say(() =>
    {
        channel.Execute(dialect.BeginTransaction, cancellationToken);
        try
        {
            ImmutableArray<long> counts = [.. statements.Select(statement => channel.Execute(statement, cancellationToken))];
            channel.Execute("COMMIT", cancellationToken);
            return counts;
        }
        catch
        {
            RollBack();
            throw;
        }
    });

    public EvalResult Eval(string sql, CancellationToken cancellationToken) => _reading.Eval(sql, cancellationToken);

    public IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken) =>
        Say(() => MySqlWriting.Open(channel, dialect, request, cancellationToken));

    public Stream OpenDirect(DirectReadRequest request, CancellationToken cancellationToken) =>
        Say(() => TupleStream.Open(channel, dialect, request, cancellationToken));

    public void Cancel() => channel.Cancel();

    public void Dispose() => channel.Dispose();

    private void RollBack()
    {
        try
        {
            channel.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (MySqlException)
        {
            // The connection is gone, and the transaction with it.
        }
    }

    private static T Say<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (MySqlException failure)
        {
            throw MySqlFailure.Of(failure);
        }
    }
}
