using Levada.Databases.PostgreSql.Reading;
using Levada.Transfer;
using Npgsql;

namespace Levada.Databases.PostgreSql;

/// <summary>One connection with what is needed to run statements on it and to end them. Used by one thread, except <see cref="Cancel"/>.</summary>
internal sealed class PostgreSqlLink : IDisposable
{
    // The server takes no message of a gigabyte, which a row of several large values may exceed.
    private const int MessageBytesMax = 16 << 20;

    private readonly PostgreSqlConnector _connector;
    private readonly StatementGate _gate = new();
    private readonly int _processId;

    public PostgreSqlLink(PostgreSqlConnector connector, CancellationToken cancellationToken)
    {
        _connector = connector;
        (Connection, _processId) = connector.Open(cancellationToken);
    }

    public NpgsqlConnection Connection { get; }

    /// <summary>Runs one driver call: it can be cancelled, and it fails in words for the user.</summary>
    public T Run<T>(Func<CancellationToken, Task<T>> statement, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var source = new CancellationTokenSource();
        using var running = _gate.Begin(source.Cancel);
        using var watch = running.Watch(cancellationToken);
        try
        {
            return statement(source.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            throw PostgreSqlErrors.Translate(e, running.IsCanceled);
        }
    }

    /// <summary>Runs a statement whose values are the driver's own types; answers the rows changed, -1 when the server names none.</summary>
    public long Execute(string sql, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(sql, Connection);
        return Run(command.ExecuteNonQueryAsync, cancellationToken);
    }

    /// <summary>Ends the transaction in which something failed, if there still is one.</summary>
    public void TryRollBack()
    {
        try
        {
            Execute("ROLLBACK", CancellationToken.None);
        }
        catch (Exception e) when (e is TransferException or OperationCanceledException or InvalidOperationException)
        {
            // The connection is gone, and the transaction with it.
        }
    }

    /// <summary>Runs a small query and answers one item for each row.</summary>
    public List<T> Query<T>(string sql, Func<NpgsqlDataReader, T> select, CancellationToken cancellationToken, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        using var command = new NpgsqlCommand(sql, Connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return Run(ReadAllAsync, cancellationToken);

        async Task<List<T>> ReadAllAsync(CancellationToken token)
        {
            var items = new List<T>();
            await using var reader = await command.ExecuteReaderAsync(token);
            while (await reader.ReadAsync(token))
                items.Add(select(reader));
            return items;
        }
    }

    /// <summary>Runs a command whose rows are read one by one; whoever disposes the statement makes room for the next.</summary>
    public (NpgsqlDataReader Reader, RunningStatement Running) OpenReader(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var running = _gate.Begin(command.Cancel);
        try
        {
            using var watch = running.Watch(cancellationToken);
            return (command.ExecuteReaderAsync(cancellationToken).GetAwaiter().GetResult(), running);
        }
        catch (Exception e)
        {
            running.Dispose();
            if (PostgreSqlErrors.IsForeign(e))
                throw PostgreSqlErrors.Translate(e, running.IsCanceled);
            throw;
        }
    }

    /// <summary>Starts a COPY that sends rows.</summary>
    /// <param name="sql">A COPY … TO STDOUT.</param>
    /// <param name="isBinary">Whether it asks for the binary form.</param>
    public CopyOutput OpenCopyOutput(string sql, bool isBinary, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        NpgsqlRawCopyStream? stream = null;
        // Before the server has begun to send, the driver has no means to cancel.
        var running = _gate.Begin(() => CancelCopy(Volatile.Read(ref stream)));
        try
        {
            using var watch = running.Watch(cancellationToken);
            Volatile.Write(ref stream, isBinary
                ? Connection.BeginRawBinaryCopy(sql)
                : (NpgsqlRawCopyStream)((StreamReader)Connection.BeginTextExport(sql)).BaseStream);
            return new CopyOutput(stream, running);
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            running.Dispose();
            throw PostgreSqlErrors.Translate(e, running.IsCanceled);
        }
    }

    /// <summary>Sends rows by a COPY.</summary>
    /// <param name="sql">A COPY … FROM STDIN.</param>
    /// <param name="isBinary">Whether it announces the binary form.</param>
    /// <param name="parts">The bytes to send, in order.</param>
    public void CopyInput(string sql, bool isBinary, ReadOnlyMemory<byte>[] parts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var running = _gate.Begin(() => CancelCopy(null));
        using var watch = running.Watch(cancellationToken);
        try
        {
            using var stream = isBinary ? Connection.BeginRawBinaryCopy(sql) : ((StreamWriter)Connection.BeginTextImport(sql)).BaseStream;
            foreach (var part in parts)
                for (var sent = 0; sent < part.Length; sent += MessageBytesMax)
                    stream.Write(part.Span[sent..Math.Min(part.Length, sent + MessageBytesMax)]);
        }
        catch (Exception e) when (PostgreSqlErrors.IsForeign(e))
        {
            throw PostgreSqlErrors.Translate(e, running.IsCanceled);
        }
    }

    public void Cancel() => _gate.Cancel();

    public void Dispose()
    {
        Cancel();
        Connection.Dispose();
    }

    private void CancelCopy(NpgsqlRawCopyStream? reading)
    {
        if (reading is not null)
            reading.Cancel();
        else
            _connector.CancelProcess(_processId);
    }
}
