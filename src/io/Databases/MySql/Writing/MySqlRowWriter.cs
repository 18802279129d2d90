using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql.Writing;

/// <summary>Writes rows in transactions of as many rows as the plan says.</summary>
internal sealed class MySqlRowWriter(MySqlChannel channel, IRowSender sender, WriteRequest request) : IRowWriter
{
    private readonly long _rowsPerTransaction = request.RowsPerTransaction();
    private long _pendingCount;

    public void Write(RowBatch batch, CancellationToken cancellationToken) => Say(() =>
    {
        for (var row = 0; row < batch.RowCount;)
        {
            if (_pendingCount == 0)
                channel.Execute("START TRANSACTION", cancellationToken);
            var count = (int)Math.Min(batch.RowCount - row, _rowsPerTransaction - _pendingCount);
            // Counted first: a failure in the middle must find the transaction open.
            _pendingCount += count;
            sender.Send(batch, row, count, cancellationToken);
            row += count;
            if (_pendingCount == _rowsPerTransaction)
                Commit(cancellationToken);
        }
    });

    public void Complete(CancellationToken cancellationToken) => Say(() => Commit(cancellationToken));

    public void Dispose()
    {
        if (_pendingCount == 0)
            return;
        _pendingCount = 0;
        try
        {
            channel.Execute("ROLLBACK", CancellationToken.None);
        }
        catch (MySqlException)
        {
            // The connection is gone, and the transaction with it.
        }
    }

    private void Commit(CancellationToken cancellationToken)
    {
        if (_pendingCount == 0)
            return;
        channel.Execute("COMMIT", cancellationToken);
        var count = _pendingCount;
        _pendingCount = 0;
        request.Committed?.Invoke(count);
    }

    private static void Say(Action action)
    {
        try
        {
            action();
        }
        catch (MySqlException failure)
        {
            throw MySqlFailure.Of("Writing failed: ", failure);
        }
    }
}
