using System.Data;
using System.Data.Common;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>Writes rows with statements of as many rows as the plan says, in transactions of several statements.</summary>
internal sealed class AdoRowWriter(AdoChannel channel, StatementPlan plan, IAdoParameters parameters) : IRowWriter
{
    private DbCommand? _command;
    private int _commandRows;
    private int _statementCount;
    private long _rowCount;

    public void Write(RowBatch batch, CancellationToken cancellationToken) => Write(batch, 0, batch.RowCount, cancellationToken);

    /// <summary>Takes some rows of the batch.</summary>
    public void Write(RowBatch batch, int first, int count, CancellationToken cancellationToken)
    {
        for (var start = first; start < first + count; start += plan.ChunkRows)
        {
            if (channel.Transaction is null)
                channel.Begin(IsolationLevel.ReadCommitted, cancellationToken);
            var end = Math.Min(first + count, start + plan.ChunkRows);
            for (var row = start; row < end; row += plan.StatementRows)
                Run(batch, row, Math.Min(plan.StatementRows, end - row), cancellationToken);
            _rowCount += end - start;
            if (++_statementCount == plan.Request.StatementsPerTransaction)
                Commit();
        }
    }

    public void Complete(CancellationToken cancellationToken)
    {
        if (channel.Transaction is not null)
            Commit();
    }

    public void Dispose()
    {
        DropCommand();
        if (channel.Transaction is not null)
            channel.Rollback();
    }

    private void Commit()
    {
        channel.Commit();
        var committed = _rowCount;
        (_statementCount, _rowCount) = (0, 0);
        plan.Request.Committed?.Invoke(committed);
    }

    private void Run(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        try
        {
            Execute(batch, start, count, cancellationToken);
        }
        catch (TransferException failure)
        {
            throw Culprit(batch, start, count, failure, cancellationToken) is { } row ? RowPlace.Name(batch, row, failure) : failure;
        }
    }

    /// <summary>The row that fails by itself as its whole statement did; the transaction is undone afterwards in any case.</summary>
    private int? Culprit(RowBatch batch, int start, int count, TransferException failure, CancellationToken cancellationToken)
    {
        if (count == 1)
            return start;
        // A server that undid the transaction would make the rows last one by one.
        for (var row = start; row < start + count && channel.IsTransactionAlive; row++)
        {
            try
            {
                Execute(batch, row, 1, cancellationToken);
            }
            catch (TransferException again)
            {
                return again.Message == failure.Message ? row : null;
            }
        }
        return null;
    }

    private void Execute(RowBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        var command = Prepare(count);
        command.Transaction = channel.Transaction;
        var index = 0;
        for (var row = start; row < start + count; row++)
            foreach (var ordinal in plan.ParameterOrder)
                parameters.Set(command.Parameters[index++], plan.Columns[ordinal], batch.Columns[ordinal], row);
        channel.Run(command, static statement => statement.ExecuteNonQuery(), cancellationToken);
    }

    private DbCommand Prepare(int rowCount)
    {
        if (_command is not null && _commandRows == rowCount)
            return _command;
        DropCommand();
        _command = channel.Command(plan.Sql(rowCount));
        _commandRows = rowCount;
        for (var row = 0; row < rowCount; row++)
            foreach (var ordinal in plan.ParameterOrder)
                parameters.Add(_command, plan.Columns[ordinal]);
        return _command;
    }

    private void DropCommand()
    {
        if (_command is null)
            return;
        channel.Forget(_command);
        _command.Dispose();
        _command = null;
    }
}
