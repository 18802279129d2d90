using System.Text;
using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql.Writing;

/// <summary>Sends rows in SQL statements, and finds the one that the server refuses.</summary>
/// <param name="channel">The connection.</param>
/// <param name="statement">What is sent.</param>
/// <param name="rowsPerStatement">Rows of one round trip.</param>
/// <param name="packetBytes">The server's bound for one round trip.</param>
/// <param name="canRepeat">Whether rows of a failed round trip can be sent again: not where half of it stays.</param>
internal sealed class StatementSender(
    MySqlChannel channel, RowStatement statement, int rowsPerStatement, long packetBytes, bool canRepeat) : IRowSender
{
    private const int CharCountMax = 4 << 20;

    private readonly StringBuilder _sql = new();
    private readonly int _rowsPerStatement = Math.Min(rowsPerStatement, statement.RowCountMax);
    // A character takes up to three bytes.
    private readonly int _charCountMax = (int)Math.Min(CharCountMax, packetBytes / 4);

    public void Send(RowBatch batch, int from, int count, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < count;)
            sent += SendSome(batch, from + sent, Math.Min(_rowsPerStatement, count - sent), cancellationToken);
    }

    private int SendSome(RowBatch batch, int from, int count, CancellationToken cancellationToken)
    {
        _sql.Clear();
        var taken = statement.Append(_sql, batch, from, count, _charCountMax);
        if (IsTooLong() && taken > 1)
            return SendSome(batch, from, taken / 2, cancellationToken);
        if (IsTooLong())
            throw RowRefusal.Of(batch, from, $"it is longer than the {packetBytes} bytes that the server's max_allowed_packet allows.");
        try
        {
            channel.Execute(_sql.ToString(), cancellationToken);
        }
        catch (MySqlException failure) when (!MySqlFailure.IsBeyondRows(failure))
        {
            FindRefused(batch, from, taken, failure, cancellationToken);
        }
        catch (MySqlException failure)
        {
            throw MySqlFailure.Of("Writing failed: ", failure);
        }
        return taken;
    }

    // The server ends the connection over a packet that is too long, so the bytes are counted where there may be too many.
    private bool IsTooLong()
    {
        if (_sql.Length <= _charCountMax)
            return false;
        var bytes = 0L;
        foreach (var chunk in _sql.GetChunks())
            bytes += Encoding.UTF8.GetByteCount(chunk.Span);
        return bytes >= packetBytes;
    }

    /// <summary>Sends the rows one by one until one fails. When none does, what failed was their being together, and all are sent.</summary>
    private void FindRefused(RowBatch batch, int from, int count, MySqlException failure, CancellationToken cancellationToken)
    {
        if (count == 1)
            throw RowRefusal.Of(batch, from, failure);
        if (!canRepeat)
            throw RowRefusal.OfSome(batch, from, count, statement.IsMultiRow, failure);
        if (!statement.IsMultiRow)
            channel.Execute($"ROLLBACK TO SAVEPOINT {RowStatement.Savepoint}", cancellationToken);
        for (var row = from; row < from + count; row++)
            SendSome(batch, row, 1, cancellationToken);
    }
}
