using System.Collections.Immutable;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;
using SQLitePCL;

namespace Levada.Databases.Sqlite;

/// <summary>One connection to a SQLite file.</summary>
internal sealed class SqliteSession(SqliteFile file, Dialect dialect, SemaphoreSlim writing) : IDatabaseSession
{
    public SqliteFile File => file;

    public string ServerVersion => $"SQLite {raw.sqlite3_libversion().utf8_to_string()}";

    public ImmutableArray<string> ListDatabases(CancellationToken cancellationToken) =>
        throw new TransferException("Could not retrieve database list from server: SQLite has none, each database is a file.");

    public ImmutableArray<string> ListTables(string? schema, CancellationToken cancellationToken) =>
        SqliteDescription.Tables(file, schema ?? "main", cancellationToken);

    public RowSchema DescribeTable(TableName table, CancellationToken cancellationToken) =>
        SqliteDescription.OfTable(file, table, cancellationToken);

    public RowSchema DescribeQuery(string sql, CancellationToken cancellationToken)
    {
        using var statement = file.Prepare(sql, cancellationToken);
        using var registration = cancellationToken.Register(file.Interrupt);
        return SqliteDescription.OfRow(statement, statement.Step(cancellationToken));
    }

    public ImmutableArray<string> PrimaryKey(TableName table, CancellationToken cancellationToken) =>
        SqliteDescription.PrimaryKey(file, table, cancellationToken);

    public RowSchema DescribeProcedure(string procedure, CancellationToken cancellationToken) =>
        throw new TransferException($"SQLite has no stored procedures: {procedure} cannot be called.");

    public IRowReader Read(ReadRequest request, CancellationToken cancellationToken) =>
        new SqliteRowReader(file, file.Prepare(request.Sql, cancellationToken), request.Schema, request.LargeObjects, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>SQLite undoes a transaction by itself when a statement in it is interrupted or the disk is full: a ROLLBACK then finds none.</remarks>
    public long Execute(string sql, CancellationToken cancellationToken) =>
        sql == "ROLLBACK" && !file.IsInTransaction ? 0 : file.Run(sql, cancellationToken);

    public ImmutableArray<long> ExecuteTransaction(ImmutableArray<string> statements, CancellationToken cancellationToken)
    {
        file.Run("BEGIN IMMEDIATE", cancellationToken);
        try
        {
            ImmutableArray<long> changed = [.. statements.Select(statement => file.Run(statement, cancellationToken))];
            file.Run("COMMIT", cancellationToken);
            return changed;
        }
        catch
        {
            if (file.IsInTransaction)
                file.Run("ROLLBACK", CancellationToken.None);
            throw;
        }
    }

    public EvalResult Eval(string sql, CancellationToken cancellationToken)
    {
        var statement = file.Prepare(sql, cancellationToken);
        if (statement.ColumnCount > 0)
            return new EvalResult(new SqliteRowReader(file, statement, null, null, cancellationToken), -1);
        using (statement)
            return new EvalResult(null, file.Run(statement, cancellationToken));
    }

    public IRowWriter OpenWriter(WriteRequest request, CancellationToken cancellationToken) =>
        request.Mode == WriteMode.Call
            ? throw new TransferException($"SQLite has no stored procedures: {request.Table.Name} cannot be called.")
            : new SqliteRowWriter(file, new StatementPlan(dialect, request, int.MaxValue, index => $"?{index + 1}"), writing);

    public Stream OpenDirect(DirectReadRequest request, CancellationToken cancellationToken) =>
        throw new TransferException("Was called with the --direct option, but no direct connector available.");

    public void Cancel() => file.Interrupt();

    public void Dispose() => file.Dispose();
}
