using Levada.Transfer;
using Levada.Transfer.Rows;
using Npgsql;

namespace Levada.Databases.PostgreSql.Writing;

/// <summary>Sends rows in chunks, several of them in one transaction; a refused chunk is halved until the row is found.</summary>
/// <param name="link">The connection.</param>
/// <param name="chunk">How rows are sent; the writer owns it.</param>
/// <param name="rowsPerTransaction">Rows after which it commits.</param>
/// <param name="committed">Told after each commit how many rows it made last.</param>
internal sealed class RowWriter(PostgreSqlLink link, RowChunk chunk, long rowsPerTransaction, Action<long>? committed) : IRowWriter
{
    private static readonly string[] Begin = ["BEGIN ISOLATION LEVEL READ COMMITTED", "SAVEPOINT chunk"];
    private static readonly string[] GoOn = ["RELEASE SAVEPOINT chunk", "SAVEPOINT chunk"];
    private static readonly string[] GoBack = ["ROLLBACK TO SAVEPOINT chunk"];

    private readonly List<RowOrigin> _origins = [];
    private string[] _preceding = Begin;
    private long _transactionRows;

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        if (chunk.Count > 0 && !chunk.Accepts(batch))
            Flush(cancellationToken);
        for (var row = 0; row < batch.RowCount; row++)
        {
            _origins.Add(new(batch.SourceName, batch.PositionOf(row)));
            Add(batch, row);
            if (chunk.IsFull || _transactionRows + chunk.Count >= rowsPerTransaction)
                Flush(cancellationToken);
            if (_transactionRows >= rowsPerTransaction)
                Commit(cancellationToken);
        }
    }

    public void Complete(CancellationToken cancellationToken)
    {
        Flush(cancellationToken);
        Commit(cancellationToken);
    }

    public void Dispose()
    {
        if (_preceding != Begin)
            link.TryRollBack();
        chunk.Dispose();
    }

    private void Add(RowBatch batch, int row)
    {
        try
        {
            chunk.Add(batch, row);
        }
        catch (TransferException e)
        {
            throw Refused(_origins[^1], e);
        }
    }

    private void Flush(CancellationToken cancellationToken)
    {
        if (chunk.Count == 0)
            return;
        Send(0, chunk.Count, cancellationToken);
        _transactionRows += chunk.Count;
        chunk.Clear();
        _origins.Clear();
    }

    private void Send(int first, int count, CancellationToken cancellationToken)
    {
        var preceding = _preceding;
        try
        {
            _preceding = GoBack;
            chunk.Send(first, count, preceding, cancellationToken);
            _preceding = GoOn;
            return;
        }
        catch (TransferException e) when (e.InnerException is PostgresException server && PostgreSqlErrors.IsOfRow(server))
        {
            if (count == 1)
                throw Refused(_origins[first], e);
        }
        // Both halves may pass: an upsert that meets one key twice is refused as a whole only.
        Send(first, count / 2, cancellationToken);
        Send(first + (count / 2), count - (count / 2), cancellationToken);
    }

    private void Commit(CancellationToken cancellationToken)
    {
        if (_preceding == Begin)
            return;
        link.Execute("COMMIT", cancellationToken);
        _preceding = Begin;
        var rows = _transactionRows;
        _transactionRows = 0;
        committed?.Invoke(rows);
    }

    private static TransferException Refused(RowOrigin origin, TransferException cause) =>
        new($"{origin} was refused. {cause.Message}", cause.InnerException ?? cause);
}
