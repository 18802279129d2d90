using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Sqlite;

/// <summary>Writes rows into a table by prepared statements of several rows, in transactions of several statements.</summary>
/// <remarks>From its first row until its transaction ends the writer keeps all others of this database out.</remarks>
internal sealed class SqliteRowWriter(SqliteFile file, StatementPlan plan, SemaphoreSlim writing) : IRowWriter
{
    private readonly SqliteBinder _binder = new(plan.Columns, file.Settings.DateUnitsPerSecond);
    private SqliteStatement? _statement;
    private int _statementRows;
    private bool _isWriting;
    private int _statementCount;
    private long _rowCount;

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        using var registration = cancellationToken.Register(file.Interrupt);
        for (var start = 0; start < batch.RowCount; start += plan.ChunkRows)
        {
            Begin(cancellationToken);
            var end = Math.Min(batch.RowCount, start + plan.ChunkRows);
            for (var row = start; row < end; row += plan.StatementRows)
                Run(batch, row, Math.Min(plan.StatementRows, end - row), cancellationToken);
            _rowCount += end - start;
            if (++_statementCount == plan.Request.StatementsPerTransaction)
                Commit(cancellationToken);
        }
    }

    public void Complete(CancellationToken cancellationToken)
    {
        if (_isWriting)
            Commit(cancellationToken);
    }

    public void Dispose()
    {
        _statement?.Dispose();
        if (!_isWriting)
            return;
        try
        {
            if (file.IsInTransaction)
                file.Run("ROLLBACK", CancellationToken.None);
        }
        finally
        {
            End();
        }
    }

    private void Begin(CancellationToken cancellationToken)
    {
        if (_isWriting)
            return;
        writing.Wait(cancellationToken);
        try
        {
            file.Run("BEGIN IMMEDIATE", cancellationToken);
            _isWriting = true;
        }
        finally
        {
            if (!_isWriting)
                writing.Release();
        }
    }

    private void Commit(CancellationToken cancellationToken)
    {
        file.Run("COMMIT", cancellationToken);
        var committed = _rowCount;
        End();
        plan.Request.Committed?.Invoke(committed);
    }

    private void End()
    {
        (_isWriting, _statementCount, _rowCount) = (false, 0, 0);
        writing.Release();
    }

    private void Run(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        try
        {
            Execute(batch, start, count, cancellationToken);
        }
        catch (TransferException failure)
        {
            // The statement's rows are all undone, the transaction stands: one by one they show which of them it was.
            for (var row = start; count > 1 && file.IsInTransaction && row < start + count; row++)
                Run(batch, row, 1, cancellationToken);
            throw count == 1 ? RowPlace.Name(batch, start, failure) : failure;
        }
    }

    private void Execute(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        var statement = Prepare(count, cancellationToken);
        var parameter = 1;
        for (var row = start; row < start + count; row++)
            foreach (var ordinal in plan.ParameterOrder)
                _binder.Bind(statement, parameter++, batch.Columns[ordinal], ordinal, row);
        try
        {
            while (statement.Step(cancellationToken))
            {
            }
        }
        finally
        {
            statement.Reset();
        }
    }

    private SqliteStatement Prepare(int rowCount, CancellationToken cancellationToken)
    {
        if (_statement is not null && _statementRows == rowCount)
            return _statement;
        _statement?.Dispose();
        _statement = null;
        _statement = file.Prepare(plan.Sql(rowCount), cancellationToken);
        _statementRows = rowCount;
        return _statement;
    }
}
