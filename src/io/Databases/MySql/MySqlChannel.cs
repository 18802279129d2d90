using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>A connection whose statement another thread can end. Used by one thread at a time, except <see cref="Cancel"/>.</summary>
internal sealed class MySqlChannel : IDisposable
{
    private readonly MySqlOpener _opener;
    private MySqlConnection _connection;
    private readonly Lock _lock = new();
    private volatile MySqlCommand? _running;
    private CancellationTokenSource? _ending;

    public MySqlChannel(MySqlOpener opener, CancellationToken cancellationToken)
    {
        _opener = opener;
        _connection = opener.Open(mayLoadLocal: false, cancellationToken);
    }

    public MySqlSettings Settings => _opener.Settings;

    /// <inheritdoc cref="MySqlOpener.WarnOnce"/>
    public void WarnOnce(string line) => _opener.WarnOnce(line);

    public string ServerVersion => _connection.ServerVersion;

    public MySqlConnection Connection => _connection;

    /// <summary>Statements that the server keeps prepared for this connection until it ends.</summary>
    public int PreparedCount { get; set; }

    /// <summary>Takes a new connection that may send local data. What the session held, such as temporary tables, is gone.</summary>
    public void ReopenForLoading(CancellationToken cancellationToken)
    {
        _connection.Dispose();
        PreparedCount = 0;
        _connection = _opener.Open(mayLoadLocal: true, cancellationToken);
    }

    /// <summary>Runs something that uses the command; a cancellation ends it on the server.</summary>
    public T Run<T>(MySqlCommand command, Func<MySqlCommand, T> use, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _running = command;
        using var registration = cancellationToken.UnsafeRegister(static channel => ((MySqlChannel)channel!).Cancel(), this);
        try
        {
            return use(command);
        }
        catch (MySqlException failure)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException(failure.Message, failure, cancellationToken);
            throw;
        }
    }

    /// <summary>Runs what the driver does with a command of its own making; a cancellation ends it on the server.</summary>
    public T Run<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        lock (_lock)
            _ending = ending;
        try
        {
            return use(ending.Token).GetAwaiter().GetResult();
        }
        finally
        {
            lock (_lock)
                _ending = null;
        }
    }

    /// <summary>Runs a statement as it stands; -1: the server named no number of rows.</summary>
    public long Execute(string sql, CancellationToken cancellationToken)
    {
        using var command = new MySqlCommand(sql, _connection);
        return Run(command, static statement => statement.ExecuteNonQuery(), cancellationToken);
    }

    /// <summary>All rows of a small query as text; NULL is null.</summary>
    public ImmutableArray<ImmutableArray<string?>> Query(
        string sql, CancellationToken cancellationToken, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        using var command = new MySqlCommand(sql, _connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return Run(command, ReadAll, cancellationToken);
    }

    /// <summary>Ends what runs now on the server, from any thread. The server may be out of reach: then nothing happens.</summary>
    public void Cancel()
    {
        _running?.Cancel();
        lock (_lock)
            _ending?.Cancel();
    }

    public void Dispose()
    {
        // The driver would read a query that still runs to its end.
        _running?.Cancel();
        _connection.Dispose();
    }

    private static string? TextOf(object value) => value switch
    {
        DBNull => null,
        // Some versions give columns of INFORMATION_SCHEMA a binary type.
        byte[] bytes => Encoding.UTF8.GetString(bytes),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };

    private static ImmutableArray<ImmutableArray<string?>> ReadAll(MySqlCommand command)
    {
        using var reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<string?>>();
        while (reader.Read())
        {
            var row = reader;
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(ordinal => TextOf(row.GetValue(ordinal)))]);
        }
        return rows.ToImmutable();
    }
}
