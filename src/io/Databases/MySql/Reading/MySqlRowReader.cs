using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql.Reading;

/// <summary>Streams the rows of a running query into batches.</summary>
/// <remarks>The driver holds one row at a time. Disposing it before the last row ends the query on the server.</remarks>
internal sealed class MySqlRowReader : IRowReader
{
    private readonly MySqlChannel _channel;
    private readonly MySqlCommand _command;
    private readonly MySqlDataReader _reader;
    private readonly CellDecoder[] _cells;
    private readonly RowDecoder _decoder;
    private bool _isEnded;

    /// <summary>Takes over the command and its reader.</summary>
    public MySqlRowReader(MySqlChannel channel, MySqlCommand command, MySqlDataReader reader, RowSchema schema, CellDecoder[] cells, bool isBinary)
    {
        _channel = channel;
        _command = command;
        _reader = reader;
        _cells = cells;
        _decoder = new RowDecoder(cells, isBinary);
        Schema = schema;
    }

    public RowSchema Schema { get; }

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        if (_isEnded)
            return false;
        try
        {
            _channel.Run(_command, _ => Fill(batch), cancellationToken);
        }
        catch (MySqlException failure)
        {
            throw MySqlFailure.Of("Reading failed: ", failure);
        }
        return batch.RowCount > 0;
    }

    public void Dispose()
    {
        if (!_isEnded)
            Abandon();
        _isEnded = true;
        _command.Dispose();
        WarnOfUnreadable();
    }

    private void Abandon()
    {
        _command.Cancel();
        try
        {
            // Takes what is still on its way, which after a cancel is little.
            _reader.Dispose();
        }
        catch (MySqlException)
        {
            // The query was ended, or the connection has: either way nothing of it is left.
        }
    }

    private bool Fill(RowBatch batch)
    {
        var bytes = 0L;
        for (var rows = 0; rows < RowBatch.RowCountMax && bytes < RowBatch.ByteCountMax; rows++)
        {
            if (!_reader.Read())
            {
                _isEnded = true;
                // Frees the connection for the next statement, and tells what went wrong in a procedure behind its rows.
                _reader.Dispose();
                return false;
            }
            var row = RawRow.Of(_reader);
            bytes += row.Length;
            _decoder.Append(row, batch);
        }
        return true;
    }

    private void WarnOfUnreadable()
    {
        foreach (var cell in _cells)
            if (cell is WallClockCell { UnreadableCount: > 0 } dates)
                _channel.Settings.Warn($"Column {dates.Column}: {dates.UnreadableCount} dates with a zero month or day were read as NULL.");
    }
}
