using System.Data;
using System.Data.Common;
using Levada.Databases.Writing;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Sql;

namespace Levada.Databases.Generic;

/// <summary>Writes rows one by one with a prepared statement, which every provider can, in transactions of several rows.</summary>
internal sealed class GenericRowWriter : IRowWriter
{
    private readonly AdoChannel _channel;
    private readonly StatementPlan _plan;
    private readonly DbCommand _command;
    private int _statementCount;
    private long _rowCount;

    public GenericRowWriter(AdoChannel channel, Dialect dialect, WriteRequest request, GenericParameters parameters)
    {
        _channel = channel;
        _plan = new StatementPlan(dialect, request, rowsMax: 1, parameters.Marker);
        _command = channel.Command(_plan.Sql(1));
        foreach (var ordinal in _plan.ParameterOrder)
            parameters.Add(_command, _plan.Columns[ordinal]);
    }

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var start = 0; start < batch.RowCount; start += _plan.ChunkRows)
        {
            if (_channel.Transaction is null)
                Begin(cancellationToken);
            var end = Math.Min(batch.RowCount, start + _plan.ChunkRows);
            for (var row = start; row < end; row++)
                Run(batch, row, cancellationToken);
            _rowCount += end - start;
            if (++_statementCount == _plan.Request.StatementsPerTransaction)
                Commit();
        }
    }

    public void Complete(CancellationToken cancellationToken)
    {
        if (_channel.Transaction is not null)
            Commit();
    }

    public void Dispose()
    {
        _channel.Forget(_command);
        _command.Dispose();
        if (_channel.Transaction is not null)
            _channel.Rollback();
    }

    private void Begin(CancellationToken cancellationToken)
    {
        _channel.Begin(IsolationLevel.ReadCommitted, cancellationToken);
        _command.Transaction = _channel.Transaction;
    }

    private void Commit()
    {
        _channel.Commit();
        var committed = _rowCount;
        (_statementCount, _rowCount) = (0, 0);
        _plan.Request.Committed?.Invoke(committed);
    }

    private void Run(RowBatch batch, int row, CancellationToken cancellationToken)
    {
        for (var index = 0; index < _plan.ParameterOrder.Length; index++)
        {
            var ordinal = _plan.ParameterOrder[index];
            _command.Parameters[index].Value = GenericParameters.Value(_plan.Columns[ordinal], batch.Columns[ordinal], row);
        }
        try
        {
            _channel.Run(_command, static command => command.ExecuteNonQuery(), cancellationToken);
        }
        catch (TransferException failure)
        {
            throw RowPlace.Name(batch, row, failure);
        }
    }
}
